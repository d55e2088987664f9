"""What an order that calls others does with their calls: effects named by process files."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM

from . import calling
from .effects import Step, effect
from .events import NewEvent
from .locking import locked
from .models import Call, OrderOrigin
from .move import Move

# Those that mean nothing in a process without `calls`.
NAMES: Final = frozenset({"calls_answered", "calls_made", "release_calls"})


@effect
def calls_answered(step: Step) -> None:
    """Everybody who was called has reported or was released with a reason; else a Conflict."""
    _refuse(calling.closing_refusal(step.order, ("calls_answered",)))


@effect
def calls_made(step: Step) -> None:
    """Somebody was called and came of use; else a Conflict."""
    _refuse(calling.closing_refusal(step.order, ("calls_made",)))


def _refuse(reason: str) -> None:
    if reason:
        raise Conflict(reason)


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
