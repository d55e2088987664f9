"""Queueing the work that follows an event, in the same transaction as the event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

FOLLOW = "orders.follow"

Round = tuple[int, int, int]  # order id, its first and its last event of one move

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


def follow_parameter(rounds: Iterable[Round]) -> str:
    """The arguments of jobs, one a round, that tell about it (JSON). They may run twice harmlessly.

    Empty inside `quiet`: then no job is written.
    """
    if is_quiet():
        return "[]"
    return json.dumps([{"order_id": i, "first": first, "last": last} for i, first, last in rounds])


def insert_from(rows: str, number: int) -> str:
    """SQL that queues the jobs of parameter `number` whose order's id is one of `rows`.

    By a statement of ours, so that it is written with the event and costs no round trip.
    """
    return (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        f" SELECT 'default', '{FOLLOW}', job FROM jsonb_array_elements(${number}::jsonb) AS job"
        f" WHERE (job->>'order_id')::bigint = ANY(ARRAY(SELECT id FROM {rows}))"
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


def take_waiting(most: int = _TOGETHER) -> list[Round]:
    """The rounds of jobs that wait; they leave the queue with this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [FOLLOW, most])
        return list(cursor.fetchall())
