"""A community opens its bank, with a fund of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import Actor
from gongzhi.points.config import points_settings
from gongzhi.points.models import Account, Bank
from gongzhi.points.reach import keeper_ids

from .book import new_account

_OWN = (Account.Kind.ISSUED, Account.Kind.REDEEMED, Account.Kind.EXPIRED)


def open_bank(*, actor: Actor, at: datetime | None = None) -> Bank:
    """At the actor's own community. Denied for other posts; Conflict when there is one."""
    points_settings()
    ids, at = keeper_ids(actor), at or clock.now()
    if not ids:
        raise Denied
    try:
        with transaction.atomic():
            bank = Bank.objects.create(community_id=ids[0], opened_at=at, credited_to=at)
            for kind in _OWN:
                new_account(bank, kind, at)
            new_account(bank, Account.Kind.FUND, at, title=_("社区公益基金"))
    except IntegrityError:
        raise Conflict(_("社区已经有道德银行了。")) from None
    return bank
