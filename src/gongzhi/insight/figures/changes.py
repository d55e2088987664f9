"""Which closed days an order's changes reach, so that rolled days are never out of date.

An order counts on the day it was reported and on the day it was closed; both may be in the past
when its class, lead or result changes today, and reopening moves the closing day. Every such
change is an event, so the events since the last roll-up name all the days to count again.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from gongzhi.kernel.scope import MARKER

from ..models import FigureMark

# An event may commit after one with a higher id: look this far back again.
OVERLAP = 2000
# More changes than this are left to the next roll-up rather than slowing every reader.
READERS_LIMIT = 20_000

_TOUCHED = f"""
WITH touched AS (
    SELECT DISTINCT order_id FROM orders_orderevent WHERE {MARKER} AND id > %s
)
SELECT (o.reported_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM orders_order o JOIN touched t ON t.order_id = o.id
UNION
SELECT (e.at AT TIME ZONE 'Asia/Shanghai')::date
  FROM orders_orderevent e JOIN touched t ON t.order_id = e.order_id
 WHERE e.from_state <> e.to_state
"""  # noqa: S608 - the only thing put in is a constant


def mark() -> int:
    """The event up to which rolled days are right."""
    row = FigureMark.objects.filter(pk=1).values_list("event_id", flat=True).first()
    return row or 0


def newest_event() -> int:
    """The highest event id, 0 without events."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(max(id), 0) FROM orders_orderevent WHERE {MARKER}"  # noqa: S608
        )
        return int(cursor.fetchone()[0])


def touched_days(since_event: int) -> set[date]:
    """Local days whose figures may have changed by events after `since_event`."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [since_event])
        return {row[0] for row in cursor.fetchall()}


def stale_days() -> set[date]:
    """For readers: the days to count live although they are rolled up."""
    newest = newest_event()
    since = mark()
    if newest == since:
        return set()
    return touched_days(max(since - OVERLAP, newest - READERS_LIMIT, 0))
