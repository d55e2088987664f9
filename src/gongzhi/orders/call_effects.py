"""What an order that calls others does with their calls: effects named by process files."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import SYSTEM
from gongzhi.web.words import joined

from . import calling
from .engine.events import NewEvent
from .engine.locking import locked
from .engine.move import Move
from .engine.step import Step, condition, effect
from .models import Call, Order, OrderOrigin
from .words.wording import short_of

# Those that mean nothing in a process without `calls`.
NAMES: Final = frozenset({"calls_answered", "calls_made", "release_calls"})


@condition
def calls_answered(order: Order) -> str:
    """Closed only when everybody who was called has reported or was released with a reason."""
    names = [short_of(row.body_id) for row in calling.waiting(order)]
    if not names:
        return ""
    return _("还有没反馈的：%(bodies)s。等它们反馈，或者写明理由免去。") % {"bodies": joined(names)}


@condition
def calls_made(order: Order) -> str:
    """What is there to call others is closed only when somebody was called and came of use."""
    if Call.objects.filter(order=order, cancelled_at=None).exists():
        return ""
    return _("还没有单位来办过，不能这样办结。不用办了，请撤回。")


@effect
def release_calls(step: Step) -> None:
    """The caller does without whoever has not reported yet, for the reason of this step."""
    words = str(step.payload.get("reason") or step.payload.get("note") or "").strip()
    for call in Call.objects.select_for_update(of=("self",)).filter(
        order=step.order, fed_back_at=None, cancelled_at=None
    ):
        call.cancelled_at = step.at
        call.cancel_reason = words[:200] or _("呼叫已撤回")
        call.raise_at = None
        call.save(update_fields=["cancelled_at", "cancel_reason", "raise_at"])
        calling.keep_part(call)


@effect
def tell_origin(step: Step) -> None:
    """What came of it is noted on the order out of which it was started: nothing is typed twice."""
    link = OrderOrigin.objects.filter(order=step.order).first()
    origin = locked(SYSTEM, link.origin.number) if link is not None else None
    if origin is None:
        return
    words = str(step.payload.get("result") or step.payload.get("reason") or "").strip()
    move = Move(origin, step.at)
    move.record(
        NewEvent(
            action="led_to_result",
            actor=step.actor,
            at=step.at,
            from_state=origin.state,
            to_state=origin.state,
            payload={"other": step.order.number, "note": words},
            body_id=step.body_id,
        )
    )
    move.write()
