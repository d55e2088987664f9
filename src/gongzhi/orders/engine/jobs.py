"""Queueing the work that follows an event, in the same transaction as the event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

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


def follow_parameters(order_id: int, first: int, last: int) -> tuple[str | None, str]:
    """Name and arguments of the job that tells about events `first` to `last` of an order.

    No name inside `quiet`: then no job is written. It may run twice harmlessly.
    """
    arguments = {"order_id": order_id, "first": first, "last": last}
    return (None if is_quiet() else FOLLOW), json.dumps(arguments)


def insert_from(rows: str, number: int) -> str:
    """SQL that queues the job of parameters `number` and the next, once if `rows` has a row.

    By a statement of ours, so that it is written with the event and costs no round trip.
    """
    return (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        f" SELECT 'default', ${number}::varchar, ${number + 1}::jsonb"
        f" FROM {rows} WHERE ${number}::varchar IS NOT NULL"
    )


# Jobs that were tried before are left to be done by themselves: one of them may be what failed.
_TAKE = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'todo' AND task_name = %s AND attempts = 0 AND scheduled_at IS NULL
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING (args->>'order_id')::bigint, (args->>'first')::int, (args->>'last')::int
"""
_TOGETHER = 250


def take_waiting(most: int = _TOGETHER) -> list[tuple[int, int, int]]:
    """(order id, first and last event) of jobs that wait; they leave the queue with this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [FOLLOW, most])
        return list(cursor.fetchall())
