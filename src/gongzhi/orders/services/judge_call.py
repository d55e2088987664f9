"""The caller judges a called body, and that body the caller: once each (Beijing art. 33)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from .. import calling
from ..engine.perform import note_by_system
from ..models import CallRating, Order
from .answer_call import locked_call

COMMENT_MAX = 500


def judge_call(
    *,
    actor: Actor,
    call_id: int,
    by: str,
    satisfaction: int,
    comment: str = "",
    at: datetime | None = None,
) -> CallRating:
    """3 satisfied, 2 fairly, 1 not; of the body, never of a person, and never changed.

    When the called body has reported or was released. Raises NotFound, Denied (neither side),
    Conflict (too early, or said already), Invalid (`satisfaction`).
    """
    at = at or wall.now()
    with transaction.atomic():
        row, order = locked_call(call_id)
        if not Order.objects.visible_to(actor).filter(pk=order.pk).exists():
            raise NotFound
        if by not in calling.sides(actor, row):
            raise Denied
        calls = calling.calls_of(order)
        if calls is None or not calls.judged:
            raise Conflict(_("这类工单的呼叫不互相评价。"))
        if satisfaction not in (1, 2, 3):
            raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "satisfaction")
        if row.fed_back_at is None and not row.cancel_reason:
            raise Conflict(_("反馈以后再评价。"))
        if row.ratings.filter(by=by).exists():
            raise Conflict(_("已经评价过了，评价不能更改。"))
        said = comment.strip()[:COMMENT_MAX]
        rating = CallRating(
            call=row, by=by, satisfaction=satisfaction, comment=said,
            user_id=actor.user_id or 0, at=at,
        )  # fmt: skip
        rating.save(force_insert=True)
        payload = {"call": row.pk, "by": by, "satisfaction": satisfaction, "comment": said}
        own = calling.as_body(actor, row.caller_body_id if by == "caller" else row.body_id)
        note_by_system(order, actor=own, action="call_judged", payload=payload, at=at)
        return rating
