"""Which closed days an order's changes reach, so that rolled days are never out of date.

An order counts on the day it was reported and on the day it was closed; both may be in the past
when its class, lead or result changes today, and reopening moves the closing day. Every such
change is an event, so the events since the last roll-up name all the days to count again. An
exemption is an event of the appeal: the late order that it is for is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from gongzhi.kernel.scope import MARKER

from ..models import FigureMark

# An event may commit after one with a higher id: events up to this far below the mark are looked
# at again, but only those of transactions that were running when the mark was set.
OVERLAP = 2000
# More changes than this are left to the next roll-up rather than slowing every reader.
READERS_LIMIT = 20_000

_TOUCHED = f"""
WITH moved AS (
    SELECT DISTINCT order_id FROM orders_orderevent
     WHERE {MARKER} AND id > %(low)s AND (id > %(mark)s OR xid >= %(running)s)
), touched AS (
    SELECT order_id FROM moved
    UNION
    SELECT x.order_id FROM orders_exemption x JOIN moved m ON m.order_id = x.appeal_id
)
SELECT (o.reported_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM orders_order o JOIN touched t ON t.order_id = o.id
UNION
SELECT (e.at AT TIME ZONE 'Asia/Shanghai')::date
  FROM orders_orderevent e JOIN touched t ON t.order_id = e.order_id
 WHERE e.from_state <> e.to_state
"""  # noqa: S608 - the only thing put in is a constant

_MARK = f"""
SELECT COALESCE(max(id), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  FROM orders_orderevent WHERE {MARKER}
"""  # noqa: S608 - the only thing put in is a constant


@dataclass(frozen=True)
class Mark:
    """Up to which event the rolled days are right, and the oldest transaction running then."""

    event_id: int = 0
    running: int = 0


def stored_mark() -> Mark:
    row = FigureMark.objects.filter(pk=1).first()
    return Mark(row.event_id, row.running) if row else Mark()


def current_mark() -> Mark:
    """To be taken before counting: whatever comes later is counted again next time."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK)
        event_id, running = cursor.fetchone()
    return Mark(int(event_id), int(running))


def store(mark: Mark) -> None:
    values = {"event_id": mark.event_id, "running": mark.running}
    FigureMark.objects.update_or_create(pk=1, defaults=values)


def touched_days(since: Mark, *, newest: int | None = None) -> set[date]:
    """Local days whose figures may have changed since a mark.

    With `newest` (a reader's) only the last `READERS_LIMIT` events before it are looked at.
    """
    low = max(since.event_id - OVERLAP, 0)
    if newest is not None:
        low = max(low, newest - READERS_LIMIT)
    values = {"low": low, "mark": since.event_id, "running": since.running}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return {row[0] for row in cursor.fetchall()}


def stale_days() -> set[date]:
    """For readers: the days to count live although they are rolled up."""
    return touched_days(stored_mark(), newest=current_mark().event_id)
