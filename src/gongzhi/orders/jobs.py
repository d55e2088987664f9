"""Queueing the work that follows an event, in the same transaction as the event."""

from __future__ import annotations

FOLLOW = "orders.follow"


def follow(order_id: int, seq: int) -> None:
    """Tell whoever must know about event `seq` of an order; the job may run twice harmlessly."""
    from .tasks import follow_event

    follow_event.defer(order_id=order_id, seq=seq)
