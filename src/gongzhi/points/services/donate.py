"""Points for a fund of the community, or for a need that it gathers for."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.points.keeping import must_keep
from gongzhi.points.models import Account, Movement

from .book import book, new_account
from .join import standing_account

_MOST = 1_000_000


def donate(
    *, actor: Actor, fund_id: int, points: int, tap: uuid.UUID, at: datetime | None = None
) -> Movement:
    """From the own account. The same `tap` counts once. Denied, NotFound, Invalid, Conflict."""
    account = standing_account(actor)
    if not 1 <= points <= _MOST:
        raise Invalid(_("请写捐多少分，至少1分。"), "points")
    fund = (
        Account.objects.visible_to(SYSTEM)
        .filter(pk=fund_id, bank_id=account.bank_id, kind=Account.Kind.FUND, closed_at=None)
        .first()
    )
    if fund is None:
        raise NotFound
    with transaction.atomic():
        movement, _new = book(
            kind=Movement.Kind.DONATE, key=f"tap:{tap}", at=at or clock.now(), text=fund.title,
            parts={account.pk: -points, fund.pk: points}, is_demo=account.is_demo,
        )  # fmt: skip
    return movement


def open_fund(*, actor: Actor, title: str, text: str, at: datetime | None = None) -> Account:
    """A need that points are gathered for. Denied, Invalid (`title`), Conflict."""
    bank = must_keep(actor)
    title, text = " ".join(title.split()), text.strip()
    if not title or len(title) > 40 or "\x00" in title + text:
        raise Invalid(_("请写名称，40字以内。"), "title")
    with transaction.atomic():
        # The bank's row keeps two taps from making two of them.
        type(bank).objects.select_for_update().get(pk=bank.pk)
        there = Account.objects.visible_to(actor).filter(
            bank=bank, kind=Account.Kind.FUND, title=title, closed_at=None
        )
        if there.exists():
            raise Conflict(_("已经有同名的了。"))
        return new_account(bank, Account.Kind.FUND, at or clock.now(), title=title, text=text[:200])
