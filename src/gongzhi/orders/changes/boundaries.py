"""What a change of boundaries does to orders: their path of today is rewritten, in bulk.

`area_then` stays. Each order that is touched gets a row in `OrderMapping`. The chain of an order
does not cover its area, so no event is written; the order's page shows the mapping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.mapping import How
from gongzhi.areas.boundaries.movers import Effect, Moved, Mover, register_mover
from gongzhi.kernel.scope import MARKER
from gongzhi.web.words import joined

from ..dispatch.catalogue import forget as forget_classes
from ..models import DutyClause

_BATCH = 5000
# The statements are put together from constants of this file only (hence the S608 marks).
_PAIRS = "unnest(%(old)s::text[], %(new)s::text[]) AS pair(old_path, new_path)"

_MOVE_PATHS = f"""
WITH moved AS (
    UPDATE orders_order o SET area_path = pair.new_path
      FROM {_PAIRS}
     WHERE {MARKER} AND o.area_path = pair.old_path COLLATE "C"
    RETURNING o.id, pair.old_path, pair.new_path
)
INSERT INTO orders_ordermapping (order_id, change_id, from_path, to_path, how)
SELECT id, %(change)s, old_path, new_path,
       CASE WHEN old_path = ANY (%(single)s::text[]) THEN 'single' ELSE 'tree' END FROM moved
ON CONFLICT (order_id, change_id) DO NOTHING
"""  # noqa: S608

_MOVE_ONES = f"""
WITH moved AS (
    UPDATE orders_order o SET area_path = one.new_path
      FROM unnest(%(ids)s::bigint[], %(new)s::text[], %(how)s::text[]) AS one(id, new_path, how)
     WHERE {MARKER} AND o.id = one.id AND o.area_path = %(old)s COLLATE "C"
    RETURNING o.id, one.new_path, one.how
)
INSERT INTO orders_ordermapping (order_id, change_id, from_path, to_path, how)
SELECT id, %(change)s, %(old)s, new_path, how FROM moved
ON CONFLICT (order_id, change_id) DO NOTHING
"""  # noqa: S608

# Whoever locks several open orders does so in this order.
_LOCK_OPEN = f"""
SELECT count(*) FROM (
    SELECT id FROM orders_order
     WHERE {MARKER} AND area_path = ANY (%(paths)s) AND phase <> 'closed' ORDER BY id FOR UPDATE
) AS locked
"""  # noqa: S608

_POINTS = f"""
SELECT id, lon, lat FROM orders_order
 WHERE {MARKER} AND area_path = %(path)s AND id > %(after)s ORDER BY id LIMIT {_BATCH}
"""  # noqa: S608

_COUNT_PATHS = f"""
SELECT pair.old_path, o.phase = 'closed', count(*) FROM orders_order o
  JOIN {_PAIRS} ON o.area_path = pair.old_path COLLATE "C" WHERE {MARKER} GROUP BY 1, 2
"""  # noqa: S608

_COUNT_POINTS = f"""
SELECT id, lon, lat, phase = 'closed' FROM orders_order
 WHERE {MARKER} AND area_path = %(path)s AND id > %(after)s ORDER BY id LIMIT {_BATCH}
"""  # noqa: S608


def register() -> None:
    register_mover(Mover("orders", gettext_lazy("工单"), preview, move, order=10))


def move(effect: Effect) -> int:
    """Rewrite paths; the number of orders moved. Late-comers (`again`) without a point stay
    where an area of the same name still is."""
    drawing = effect.drawing
    moved = 0
    _lock_open(effect)
    for old_path, area_id in _decided_by_point(effect):
        for rows in _batches(_POINTS, old_path):
            points = [_point(lon, lat) for _id, lon, lat in rows]
            placed = drawing.forward.place_all(area_id, points)
            lives_on = area_id not in drawing.closed
            ones = [
                (row[0], drawing.path_of(one.area_id), one.how.value)
                for row, one in zip(rows, placed, strict=True)
                if not (effect.again and lives_on and one.how is How.RESIDUAL)
            ]
            if effect.again:
                ones = [one for one in ones if one[1] != old_path]
            moved += _move_ones(effect, old_path, ones)
    moved += _move_paths(effect)
    if not effect.again:
        _move_duties(effect)
    return moved


def _lock_open(effect: Effect) -> None:
    paths = [*effect.drawing.paths, *(path for path, _area in _decided_by_point(effect))]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OPEN, {"paths": paths})


def _decided_by_point(effect: Effect) -> Iterator[tuple[str, int]]:
    for area_id in effect.drawing.by_point():
        yield effect.drawing.before[area_id].path, area_id


def _move_paths(effect: Effect) -> int:
    paths = effect.drawing.paths
    if not paths:
        return 0
    single = [
        n.path for n in effect.drawing.before.values() if n.id in effect.drawing.forward.areas
    ]
    values = {"old": [*paths], "new": [*paths.values()], "single": single}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_PATHS, values | {"change": effect.change_id})
        return max(cursor.rowcount, 0)


def _move_ones(effect: Effect, old_path: str, ones: list[tuple[int, str, str]]) -> int:
    if not ones:
        return 0
    ids, new, how = zip(*ones, strict=True)
    values: dict[str, Any] = {"ids": list(ids), "new": list(new), "how": list(how)}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_ONES, values | {"old": old_path, "change": effect.change_id})
        return max(cursor.rowcount, 0)


def _batches(statement: str, path: str) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"path": path, "after": after})
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    return None if lon is None or lat is None else (lon, lat)


def _move_duties(effect: Effect) -> None:
    """Lines of the duty list that name an area: one successor, or the residual."""
    for area_id in effect.drawing.forward.areas & effect.drawing.closed:
        to = effect.drawing.forward.without_point(area_id)
        DutyClause.objects.filter(area_id=area_id).update(area_id=to)
    forget_classes()


def preview(effect: Effect) -> list[Moved]:
    """Open and closed orders, by where they go."""
    counts: Counter[tuple[str, bool]] = Counter()
    hows: Counter[str] = Counter()
    drawing = effect.drawing
    if drawing.paths:
        values = {"old": [*drawing.paths], "new": [*drawing.paths.values()]}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_PATHS, values)
            for old_path, closed, count in cursor.fetchall():
                counts[drawing.paths[old_path], closed] += count
    for old_path, area_id in _decided_by_point(effect):
        for rows in _batches(_COUNT_POINTS, old_path):
            placed = drawing.forward.place_all(area_id, [_point(r[1], r[2]) for r in rows])
            for row, one in zip(rows, placed, strict=True):
                counts[drawing.path_of(one.area_id), row[3]] += 1
                hows[one.how.value] += 1
    return _lines(effect, counts, hows)


def _lines(effect: Effect, counts: Counter[tuple[str, bool]], hows: Counter[str]) -> list[Moved]:
    found = []
    language = get_language() or "zh"
    named = {node.path: node.label(language) for node in effect.drawing.after.values()}
    for closed, label in ((False, _("在办工单")), (True, _("已办结工单"))):
        by_path: Counter[str] = Counter()
        for (path, is_closed), count in counts.items():
            if is_closed == closed:
                by_path[_top(path, named)] += count
        detail = joined(
            _("%(n)d件归%(area)s") % {"n": count, "area": named.get(path, path)}
            for path, count in by_path.most_common(6)
        )
        found.append(Moved(label, sum(by_path.values()), detail))
    if hows:
        detail = _("按地点%(point)d件；没有地点或不在图形里的%(rest)d件归兜底区域") % {
            "point": hows[How.POINT.value],
            "rest": hows[How.RESIDUAL.value],
        }
        found.append(Moved(_("怎么归的"), sum(hows.values()), detail))
    return found


def _top(path: str, named: dict[str, str]) -> str:
    """The highest area of the path that the change touches: what people know it by."""
    parts = path.split(".")
    for end in range(1, len(parts)):
        above = ".".join(parts[:end]) + "."
        if above in named:
            return above
    return path
