"""A street, community or department enters what services it buys, of whom and for which community."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..lists import NAME_MOST
from ..models import Purchase
from ..purchasing import (
    AMOUNT_MOST,
    CONTRACTORS,
    HOURS_MOST,
    TIMES_MOST,
    buyers,
    served_by,
)
from ..reach import KEEPERS

LONGEST_DAYS: Final = 3 * 366


@dataclass(frozen=True)
class Agreed:
    """What was filled in: codes of bodies, days that are both in, yuan."""

    name: str
    buyer: str
    contractor: str
    body: str
    starts_on: date
    ends_on: date
    hours: int
    person_times: int
    amount: Decimal


def record_purchase(
    *, actor: Actor, key: uuid.UUID, agreed: Agreed, at: datetime | None = None
) -> Purchase:
    """A second tap with the same key gives the first project. Denied, Invalid (the field)."""
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied
    buyer = next((one for one in buyers(actor) if one.code == agreed.buyer), None)
    if buyer is None:
        raise Invalid(_("请选您管的单位。"), "buyer")
    body = next((one for one in served_by(actor, buyer) if one.code == agreed.body), None)
    if body is None:
        raise Invalid(_("请选您辖区里的社区。"), "body")
    contractor = orgs.body_by_code(agreed.contractor)
    if contractor is None or contractor.kind not in CONTRACTORS:
        raise Invalid(_("请从列表里选承接单位。"), "contractor")
    _check(agreed)
    with transaction.atomic():
        row, _made = Purchase.reached.get_or_create(
            key=key,
            defaults={
                "name": one_line(agreed.name, "name", NAME_MOST), "buyer_id": buyer.id,
                "contractor_id": contractor.id, "body_id": body.id, "hours": agreed.hours,
                "starts_on": agreed.starts_on, "ends_on": agreed.ends_on,
                "person_times": agreed.person_times, "amount": agreed.amount,
                "user_id": actor.user_id, "at": at or clock.now(),
            },
        )  # fmt: skip
    if row.user_id != actor.user_id:
        raise Conflict(_("这张表已经用过了，请重新打开。"))
    return row


def _check(agreed: Agreed) -> None:
    if agreed.ends_on < agreed.starts_on:
        raise Invalid(_("结束的日期在开始之前。"), "ends_on")
    if (agreed.ends_on - agreed.starts_on).days > LONGEST_DAYS:
        raise Invalid(_("一个项目最长三年。"), "ends_on")
    whole(agreed.hours, "hours", 1, HOURS_MOST)
    whole(agreed.person_times, "person_times", 1, TIMES_MOST)
    if not 0 <= agreed.amount <= AMOUNT_MOST:
        raise Invalid(_("金额写0到10亿元之间的数。"), "amount")
