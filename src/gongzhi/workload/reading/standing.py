"""Admissions in force, within the scope of whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.words.wording import short_of

from ..models import Admission


@dataclass(frozen=True)
class Standing:
    """One admitted affair; `until` is its last day."""

    number: str
    affair: str
    community: str
    mine: bool
    since: date
    until: date
    funded: bool


def standing(actor: Actor, *, today: date) -> list[Standing]:
    """Those not ended: of my own bodies first, then by the day they end."""
    numbers = dict(
        Order.objects.visible_to(actor)
        .filter(pk__in=Admission.objects.filter(ended_at=None).values("order_id"))
        .values_list("pk", "number")
    )
    rows = Admission.objects.filter(order_id__in=numbers, ended_at=None)
    found = [
        Standing(
            number=numbers[row.order_id],
            affair=row.affair,
            community=short_of(row.body_id),
            mine=row.body_id in actor.body_ids,
            since=row.valid.lower,
            until=row.valid.upper - timedelta(days=1),
            funded=row.funded,
        )
        for row in rows
        if row.valid.upper > today
    ]
    return sorted(found, key=lambda one: (not one.mine, one.until, one.number))
