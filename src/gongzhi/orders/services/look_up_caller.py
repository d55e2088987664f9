"""Who is on the phone: what a number reported before, within one's scope, and logged."""

from __future__ import annotations

from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.login.codes import phone_index
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor

from ..engine.policies import contact_refusal
from ..models import Order

MOST = 8
ROLES = (
    "acceptor", "dispatcher", "duty_officer", "community_clerk", "community_secretary",
    "street_clerk",
)  # fmt: skip


def look_up_caller(*, actor: Actor, phone: str) -> list[Order]:
    """The newest orders of a phone number that the actor may see anyway; open ones first.

    An order whose reporter's contact is closed to the actor is not listed: a number that finds it
    would tell whose it is. Raises Invalid (`phone`), and Denied for posts that do not talk to
    residents. The number itself is not written to the log.
    """
    if not actor.has_role(*ROLES):
        raise Denied
    index = phone_index(clean_phone(phone))
    with transaction.atomic():
        theirs = (
            Order.objects.visible_to(actor)
            .filter(reporter__phone_blind=index)
            .select_related("reporter")
            .order_by("-reported_at")
        )
        rows = list(islice((row for row in theirs if not contact_refusal(actor, row)), MOST))
        log_access(
            actor=actor,
            kind="search",
            subject=_("来电号码，%(n)d件") % {"n": len(rows)},
            purpose=_("接听来电，查看历史诉求"),
            resident=rows[0].reporter if rows else None,
        )
    return sorted(rows, key=lambda row: row.phase == "closed")
