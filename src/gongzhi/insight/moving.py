"""What a change of boundaries does to figures: the days of the orders that moved are counted anew.

Rolled days stand by today's paths. Those that a change reaches are opened again, so that readers
count them live until the next roll-up, which comes within a minute.
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy

from gongzhi.areas.boundaries.movers import Effect, Moved, Mover, register_mover
from gongzhi.areas.services.apply_change import when_applied
from gongzhi.kernel.scope import MARKER

from .figures.rollup import BOUNDARY_LOCK
from .selectors import public

_OPEN_DAYS = f"""
WITH days AS (
    SELECT DISTINCT (moment AT TIME ZONE 'Asia/Shanghai')::date AS day
      FROM orders_ordermapping m JOIN orders_order o ON o.id = m.order_id,
           LATERAL (VALUES (o.reported_at), (o.closed_at)) AS at(moment)
     WHERE {MARKER} AND m.change_id = %(change)s AND moment IS NOT NULL
)
DELETE FROM insight_figureday USING days WHERE insight_figureday.day = days.day
"""  # noqa: S608 - the only thing put in is a constant


def register() -> None:
    register_mover(Mover("insight", gettext_lazy("统计"), preview, move, order=40))
    when_applied(public.forget)


def preview(effect: Effect) -> list[Moved]:
    """Nothing that people would count."""
    return []


def move(effect: Effect) -> int:
    """Open the days again; their number. Late-comers are of today, which is never rolled."""
    if effect.again:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOUNDARY_LOCK])
        cursor.execute(_OPEN_DAYS, {"change": effect.change_id})
        return max(cursor.rowcount, 0)
