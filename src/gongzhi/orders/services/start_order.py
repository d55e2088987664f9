"""Start an order of a process other than a matter; matters come in by `report`."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel import clock as wall
from gongzhi.kernel.scope import Actor

from ..intake.starting import Start, begin_order
from ..models import Order

__all__ = ["Start", "start_order"]


def start_order(*, actor: Actor, start: Start, at: datetime | None = None) -> Order:
    """The order in its first state, whose clock runs; one's own when a resident starts it.

    The same `client_key` again gives the first order and writes nothing. Process.DoesNotExist
    when the profile has no such process.
    """
    return begin_order(actor=actor, start=start, at=at or wall.now())
