"""Appeals against a timeout: one for each order, reviewed twice, by two people (domain rules).

The appeal is an order of its own, with its clocks and worklists. What it may end with is an
exemption beside the raw timeout; the timeout itself is never taken away.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM

from .engine.locking import locked
from .engine.step import Step, effect
from .intake.place import Place
from .intake.starting import Start, begin_order
from .models import Exemption, Order, OrderEvent, OrderOrigin
from .words import written

PROCESS: Final = "timeout_appeal"
FIRST_REVIEW: Final = "first_review"
_KEYS: Final = uuid.UUID("6f0c4a52-98c4-4c9b-8a52-0b4a6f6f3f11")


def appeal_of(order_id: int) -> Order | None:
    """The appeal against the timeout of an order; there is at most one."""
    return Order.reached.filter(client_key=_key(order_id)).first()


def refusal(order: Order) -> str:
    """Why there is no appeal (or no second one); "" when there may be."""
    if appeal_of(order.pk) is not None:
        return _("这一件已经申诉过，只能申诉一次。")
    if order.on_time is not False or order.lead_body_id is None:
        return _("这一件没有超时，不用申诉。")
    return ""


def appeal_words(appeals: Sequence[Order]) -> dict[int, str]:
    """Which order each is about and why, as the record of that order says."""
    links = OrderOrigin.objects.filter(order__in=appeals).values_list("order_id", "origin_id")
    origins = dict(links)
    events = OrderEvent.reached.filter(
        order_id__in=origins.values(), payload__other__in=[order.number for order in appeals]
    ).values_list("payload", "order__number")
    reasons = {
        payload["other"]: (number, payload["reason"])
        for payload, number in events
        if payload.get("reason")
    }
    return {
        order.pk: _words(*reasons[order.number]) for order in appeals if order.number in reasons
    }


def _words(number: str, reason: str) -> str:
    return _("%(number)s 超时申诉：%(reason)s") % {"number": number, "reason": reason}


written.register_words(PROCESS, appeal_words)


@effect(unless=refusal)
def start_appeal(step: Step) -> None:
    """The lead body asks for an exemption. Raises Conflict where `refusal` says why."""
    order = step.order
    area = next(reversed(areas.ancestors(step.order.area_path)), None)
    if order.lead_body_id is None or area is None:
        raise Conflict(refusal(order))
    reason = str(step.payload["reason"])
    start = Start(
        process=PROCESS,
        source="desk",
        text=_words(order.number, reason),
        where=Place(area, outside=order.outside),
        lead_id=order.lead_body_id,
        client_key=_key(order.pk),
        caller_id=order.lead_body_id,
    )
    appeal = begin_order(actor=step.actor, start=start, at=step.at)
    OrderOrigin.objects.create(order=appeal, origin=order)
    step.shown["other"] = appeal.number


@effect
def other_reviewer(step: Step) -> None:
    """The second review is another person's than the first. Raises Conflict."""
    first = OrderEvent.reached.filter(order=step.order, from_state=FIRST_REVIEW).exclude(
        to_state=FIRST_REVIEW
    )
    if step.person_id in set(first.values_list("user_id", flat=True)):
        raise Conflict(_("初审是您做的，复审要由另一个人来做。"))


@effect
def exempt_origin(step: Step) -> None:
    """The late order is exempt from now on; its timeout stays as the clock said."""
    link = OrderOrigin.objects.filter(order=step.order).first()
    origin = locked(SYSTEM, link.origin.number) if link is not None else None
    if origin is None:
        raise Conflict(_("没有找到申诉的那一件。"))
    Exemption.objects.create(order=origin, appeal=step.order, at=step.at)


def _key(order_id: int) -> uuid.UUID:
    """One appeal for each order: the key of the second would be that of the first."""
    return uuid.uuid5(_KEYS, str(order_id))
