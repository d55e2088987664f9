"""What a reporter does: rating, once back, pressing once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Invalid

from ...models import Order, OrderEvent, Rating
from ...settings import order_settings
from ..step import Step, effect
from .handling import count_rework, is_dispatched

# The two ways to judge; only who reported or follows may take them.
SOLVED, UNSOLVED = "rate_solved", "rate_unsolved"
RATINGS = frozenset({SOLVED, UNSOLVED})


@effect(reads=("satisfaction", "comment"))
def record_rating(step: Step) -> None:
    solved = step.action.key == SOLVED
    satisfaction = step.payload.get("satisfaction")
    if satisfaction is not None and satisfaction not in (1, 2, 3):
        raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "satisfaction")
    order = step.order
    if order.phase == "closed":
        check_rating_time(order, step.at)
    comment = (step.words("comment") or step.words("reason"))[:500]
    mine = {"order": order, "resident_id": step.actor.resident_id or 0, "round": order.reworks}
    # Nobody else can write between these two: the order is locked.
    if Rating.objects.filter(**mine).exists():
        raise Conflict(_("您已经评价过了，评价不能更改。"))
    row = Rating(**mine, solved=solved, satisfaction=satisfaction, comment=comment, at=step.at)
    row.save(force_insert=True)
    order.solved, order.satisfaction = row.solved, row.satisfaction
    step.shown["solved"] = solved


def check_rating_time(order: Order, at: datetime) -> None:
    """Raises Conflict when the profile's days after it was closed are over."""
    last = (order.closed_at or at) + timedelta(days=order_settings().rating_days)
    if at > last:
        raise Conflict(_("评价期已过。事情还没解决的话，请重新反映一次，会优先看。"))


@effect
def bring_back(step: Step) -> None:
    """Not solved: once within the profile's days it goes back to work, as rework."""
    order = step.order
    if not rated_back_before(order):
        count_rework(step)
        step.brings_back = True
        if order.lead_body_id is not None and is_dispatched(step):
            step.clocks.run_handling(order.lead_body_id, step.at)
    else:
        step.closes = True


def rated_back_before(order: Order) -> bool:
    return OrderEvent.reached.filter(order=order, action="rate_unsolved").exists()


@effect
def once_a_day(step: Step) -> None:
    since = wall.local(step.at).replace(hour=0, minute=0, second=0, microsecond=0)
    pressed = OrderEvent.reached.filter(
        order=step.order,
        action=step.action.key,
        resident_id=step.actor.resident_id or 0,
        at__gte=since,
    ).count()
    if pressed >= order_settings().nudges_per_day:
        raise Conflict(_("今天已经催过了，明天还可以再催。"))
    step.order.presses += 1
