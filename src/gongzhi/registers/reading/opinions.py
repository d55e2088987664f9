"""What the person sees of requests for the opinion of the home community (QJ-15): all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.words.wording import resident_sentence, short_of
from gongzhi.registers.models import OpinionRequest, Person


def words_of(purpose: str) -> str:
    """The words of its order."""
    return _("征求居住地社区意见：%(why)s") % {"why": purpose.strip()}


def words_of_orders(orders: Sequence[Order]) -> dict[int, str]:
    """The words of the orders of such requests, by the order's id, in the language in force."""
    rows = OpinionRequest.objects.filter(order__in=orders).values_list("order_id", "purpose")
    return {order_id: words_of(purpose) for order_id, purpose in rows}


@dataclass(frozen=True)
class OwnOpinion:
    """One request, in full: who asked whom, what for, what was written, the own answer."""

    id: int
    asker: str
    community: str
    purpose: str
    at: datetime
    sentence: str
    written: str
    reply: str
    may_reply: bool


def own_opinions(actor: Actor) -> list[OwnOpinion]:
    """Of the resident's own row, newest first."""
    if actor.kind != "resident":
        return []
    mine = Person.objects.visible_to(actor).values("pk")
    rows = list(OpinionRequest.objects.filter(person_id__in=mine).order_by("-asked_at", "-pk"))
    orders = Order.objects.visible_to(SYSTEM).in_bulk([row.order_id for row in rows])
    return [_own(row, orders[row.order_id]) for row in rows]


def _own(row: OpinionRequest, order: Order) -> OwnOpinion:
    written, reply = "", ""
    for event in OrderEvent.reached.filter(order=order).order_by("seq"):
        said = event.payload or {}
        written = str(said.get("services_done") or said.get("reason") or written)
        if event.actor_kind == "resident":
            reply = str(said.get("note", ""))
    return OwnOpinion(
        id=row.pk,
        asker=short_of(row.asker_id),
        community=short_of(order.lead_body_id),
        purpose=row.purpose,
        at=row.asked_at,
        sentence=resident_sentence(order),
        written=written,
        reply=reply,
        may_reply=order.phase == "closed" and row.replied_at is None and bool(written),
    )


def panel(actor: Actor, order: Order) -> Mapping[str, Any] | None:
    """Beside the order: that a person is meant, whose name opens for a reason that is logged."""
    row = OpinionRequest.objects.filter(order_id=order.pk).first()
    if row is None:
        return None
    return {"number": order.number, "purpose": row.purpose, "reads": resident_sentence(order)}
