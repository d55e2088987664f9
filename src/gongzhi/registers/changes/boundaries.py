"""What a change of boundaries does to the registers: rows stand in the area of today.

What has a point goes by it, else to the residual; homes go with their building and people with
their home, so that no household is torn apart. Nothing that anybody filled in changes: no event
is written and no version counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_lazy

from gongzhi.areas.boundaries.mapping import How
from gongzhi.areas.boundaries.movers import Effect, Moved, Mover, register_mover
from gongzhi.kernel.scope import MARKER
from gongzhi.registers.catalogue import REGISTERS

_BATCH: Final = 5000
_PINNED: Final = tuple(REGISTERS[key] for key in ("buildings", "units", "facilities", "devices"))

# Tables are named by the models, everything else by constants (hence the S608 marks).
_POINTS: Final = f"""
SELECT id, lon, lat FROM {{table}}
 WHERE {MARKER} AND area_path = %(path)s AND id > %(after)s ORDER BY id LIMIT {_BATCH}
"""  # noqa: S608
_MOVE_ONES: Final = f"""
UPDATE {{table}} t SET area_id = one.area_id, area_path = one.path
  FROM unnest(%(ids)s::bigint[], %(areas)s::bigint[], %(paths)s::text[])
       AS one(id, area_id, path)
 WHERE {MARKER} AND t.id = one.id AND t.area_path = %(old)s COLLATE "C"
"""  # noqa: S608
_MOVE_PATHS: Final = f"""
UPDATE {{table}} t SET area_id = pair.area_id, area_path = pair.path
  FROM unnest(%(old)s::text[], %(areas)s::bigint[], %(paths)s::text[])
       AS pair(old_path, area_id, path)
 WHERE {MARKER} AND t.area_path = pair.old_path COLLATE "C"
"""  # noqa: S608
_FOLLOW: Final = f"""
UPDATE {{table}} t SET area_id = above.area_id, area_path = above.area_path
  FROM {{above}} above
 WHERE {MARKER} AND t.{{link}} = above.id AND t.area_path = %(old)s COLLATE "C"
   AND above.area_path <> t.area_path
"""  # noqa: S608
_ALONE: Final = f"""
UPDATE {{table}} SET area_id = %(area)s, area_path = %(path)s
 WHERE {MARKER} AND {{alone}} AND area_path = %(old)s COLLATE "C"
"""  # noqa: S608
# Rows that have no point: a member goes where the organisation goes, with the residual.
_WITHOUT_POINT: Final = {
    "registers_person": "home_id IS NULL",
    "registers_partymember": "true",
    "registers_talententry": "true",
}
_COUNT: Final = f"""
SELECT count(*) FROM {{table}} WHERE {MARKER} AND area_path = ANY (%(paths)s COLLATE "C")
"""  # noqa: S608


def register() -> None:
    """Make it known."""
    register_mover(Mover("registers", gettext_lazy("基础数据"), preview, move, order=20))


def preview(effect: Effect) -> list[Moved]:
    """Rows of each register that lie in an area whose path changes or is divided; none, no line.

    Of registers with readers of their own no number is told: whoever draws borders is none of them.
    """
    drawing = effect.drawing
    paths = [*drawing.paths, *(drawing.before[area_id].path for area_id in drawing.by_point())]
    if not paths:
        return []
    counts = (
        (str(one.title), _run(_COUNT.format(table=one.table), {"paths": paths}, reads=True))
        for one in REGISTERS.values()
        if not one.readers
    )
    return [Moved(title, count) for title, count in counts if count]


def move(effect: Effect) -> int:
    """The number of rows moved."""
    moved = 0
    for area_id in effect.drawing.by_point():
        moved += _divide(effect, area_id)
    return moved + _move_paths(effect)


def _divide(effect: Effect, area_id: int) -> int:
    """An area of which several came: by point, the rest to the residual."""
    old = effect.drawing.before[area_id].path
    moved = 0
    for one in _PINNED:
        for rows in _batches(one.table, old):
            moved += _place(effect, area_id, one.table, rows)
    links = (
        ("registers_home", "registers_building", "building_id"),
        ("registers_person", "registers_home", "home_id"),
    )
    for table, above, link in links:
        moved += _run(_FOLLOW.format(table=table, above=above, link=link), {"old": old})
    if not _stays(effect, area_id):
        to = effect.drawing.forward.without_point(area_id)
        path = effect.drawing.path_of(to)
        if path != old:
            values = {"old": old, "area": to, "path": path}
            for table, alone in _WITHOUT_POINT.items():
                moved += _run(_ALONE.format(table=table, alone=alone), values)
    return moved


def _place(effect: Effect, area_id: int, table: str, rows: list[tuple[Any, ...]]) -> int:
    drawing = effect.drawing
    old = drawing.before[area_id].path
    points = [None if lon is None or lat is None else (lon, lat) for _id, lon, lat in rows]
    placed = drawing.forward.place_all(area_id, points)
    ones = [
        (row[0], one.area_id, drawing.path_of(one.area_id))
        for row, one in zip(rows, placed, strict=True)
        if not (one.how is How.RESIDUAL and _stays(effect, area_id))
    ]
    ones = [one for one in ones if one[2] != old]
    if not ones:
        return 0
    ids, area_ids, paths = zip(*ones, strict=True)
    values = {"ids": list(ids), "areas": list(area_ids), "paths": list(paths), "old": old}
    return _run(_MOVE_ONES.format(table=table), values)


def _stays(effect: Effect, area_id: int) -> bool:
    """Late-comers without a point stay where an area of the same identity still is."""
    return effect.again and area_id not in effect.drawing.closed


def _move_paths(effect: Effect) -> int:
    paths = effect.drawing.paths
    if not paths:
        return 0
    values = {
        "old": [*paths],
        "areas": [_last(path) for path in paths.values()],
        "paths": [*paths.values()],
    }
    return sum(_run(_MOVE_PATHS.format(table=one.table), values) for one in REGISTERS.values())


def _last(path: str) -> int:
    """The id of the area that a path leads to."""
    return int(path.rstrip(".").rpartition(".")[2])


def _batches(table: str, path: str) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_POINTS.format(table=table), {"path": path, "after": after})
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _run(statement: str, values: dict[str, Any], *, reads: bool = False) -> int:
    """The count that a statement reads, or the number of rows that it writes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0]) if reads else max(cursor.rowcount, 0)
