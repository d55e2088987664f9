"""Queueing the work that follows an event, in the same transaction as the event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
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


# Jobs that were tried before are left to be done by themselves: one of them may be what failed.
_TAKE = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'todo' AND task_name = %s AND attempts = 0 AND scheduled_at IS NULL
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING (args->>'order_id')::bigint, (args->>'seq')::int
"""
_TOGETHER = 100


def take_waiting(most: int = _TOGETHER) -> list[tuple[int, int]]:
    """(order id, event number) of jobs that wait; they leave the queue with this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [FOLLOW, most])
        return list(cursor.fetchall())
