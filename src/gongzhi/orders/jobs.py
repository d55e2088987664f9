"""Queueing the work that follows an event, in the same transaction as the event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from procrastinate.contrib.django import app

FOLLOW = "orders.follow"

_quiet: ContextVar[bool] = ContextVar("orders_jobs_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Queue nothing inside the block: made-up history of which nobody is to be told."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


def follow(order_id: int, seq: int) -> None:
    """Tell whoever must know about event `seq` of an order; the job may run twice harmlessly."""
    if is_quiet():
        return
    # By name: the task stands above the engine and calls down into it.
    app.configure_task(FOLLOW, queue="default", allow_unknown=True).defer(
        order_id=order_id, seq=seq
    )
