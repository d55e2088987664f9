"""The reporter, or whoever follows the order, judges the result. Nobody can change it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import Actor

from ..engine.effects.reporter import SOLVED, UNSOLVED, check_rating_time
from ..engine.perform import perform
from ..models import Order, Rating
from ..process.spec import spec_of
from .act import lock_order, record_attempt


def rate(
    *,
    actor: Actor,
    number: str,
    solved: bool,
    satisfaction: int | None = None,
    comment: str = "",
    at: datetime | None = None,
) -> Order:
    """Solved or not, and how satisfied (3 satisfied, 2 fairly, 1 not).

    "Not solved" by the reporter brings the order back once; a follower's rating is recorded
    beside it. An attempt by anyone else is an event that the supervisor sees.
    """
    at = at or wall.now()
    if actor.kind != "resident":
        record_attempt(actor, number, at)
        raise Denied(_("只有诉求人和附议人可以评价。这次尝试已记录，督办人能看到。"))
    key = SOLVED if solved else UNSOLVED
    payload = {"satisfaction": satisfaction, "comment": comment, "reason": comment}
    with transaction.atomic():
        order = lock_order(actor, number)
        if order.reporter_id != actor.resident_id:
            return _follower_rates(order, actor, solved, satisfaction, comment, at)
        return perform(order, actor=actor, action_key=key, payload=payload, at=at)


def _follower_rates(
    order: Order, actor: Actor, solved: bool, satisfaction: int | None, comment: str, at: datetime
) -> Order:
    ready = order.state in spec_of(order.process_id).actions[SOLVED].sources
    if order.finished_at is None or not (ready or order.phase == "closed"):
        raise Conflict(_("还没有办好，办好以后再请您评价。"))
    check_rating_time(order, at)
    try:
        with transaction.atomic():
            Rating.objects.create(
                order=order,
                resident_id=actor.resident_id or 0,
                round=order.reworks,
                solved=solved,
                satisfaction=satisfaction,
                comment=comment[:500],
                at=at,
            )
    except IntegrityError:
        raise Conflict(_("您已经评价过了，评价不能更改。")) from None
    return order
