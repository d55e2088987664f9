"""Areas of any day: the tree as it was, and what became of an area since, or was before.

The way through time follows the applied changes one after the other (see `mapping`): one target,
take it; several, the shape that holds the point; none, the residual.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from shapely.geometry import shape as to_shape

from gongzhi.areas.boundaries.mapping import How, Mapping, Placed, Point
from gongzhi.areas.boundaries.redraw import Link, Node, mappings
from gongzhi.areas.models import (
    AreaImport,
    AreaVersion,
    BoundaryChange,
    BoundaryLink,
    ChangedVersion,
)
from gongzhi.kernel.clock import today
from gongzhi.kernel.ttlcache import TtlCache

_PLAIN = ("code", "name", "name_en", "level", "parent_id", "path")


@dataclass(frozen=True)
class Step:
    """An applied change as a step in time."""

    change_id: int
    effective_on: date
    forward: Mapping
    backward: Mapping


# What is long past changes only when a change is applied for a past day, which forgets it all.
_trees: TtlCache[date, dict[int, Node]] = TtlCache(seconds=3, size=8)
_steps: TtlCache[int, Step] = TtlCache(seconds=60, size=256)


def forget() -> None:
    """Read from the database at the next call."""
    _trees.forget()
    _steps.forget()


def read_tree(day: date) -> dict[int, Node]:
    """All areas of a day by id, without their shapes, from the database."""
    rows = (
        AreaVersion.objects.filter(valid__contains=day)
        .annotate(kind=F("area__kind"))
        .values("area_id", "kind", "centre_lon", "centre_lat", *_PLAIN)
        .order_by("code")
    )
    return {
        row["area_id"]: Node(
            id=row["area_id"],
            kind=row["kind"],
            centre=(row["centre_lon"], row["centre_lat"]) if row["centre_lon"] else None,
            **{name: row[name] for name in _PLAIN},
        )
        for row in rows
    }


def tree_on(day: date) -> dict[int, Node]:
    """All areas of a day by id, without their shapes. At most three seconds old."""
    return _trees.get(day, lambda: read_tree(day))


def area_on(area_id: int, day: date) -> Node | None:
    """An area as it was on a day; None when it did not exist then."""
    return tree_on(day).get(area_id)


def shapes_on(day: date, ids: Iterable[int]) -> dict[int, Any]:
    """Shapes (shapely, degrees) of some areas on a day; those without one are left out."""
    rows = AreaVersion.objects.filter(
        valid__contains=day, area_id__in=list(ids), shape__isnull=False
    ).values_list("area_id", "shape")
    return {area_id: to_shape(shape) for area_id, shape in rows}


def step_of(change: BoundaryChange) -> Step:
    """An applied change, with the shapes on both sides of its day."""
    return _steps.get(change.pk, lambda: _read_step(change))


def _read_step(change: BoundaryChange) -> Step:
    rows = BoundaryLink.objects.filter(change=change).order_by("id")
    links = [Link(r.from_area_id, r.to_area_id, r.residual, r.residual_back) for r in rows]
    old = _nodes(change.effective_on - timedelta(days=1), {link.from_id for link in links})
    new = _nodes(change.effective_on, {link.to_id for link in links})
    # An area that a change of the same day took away again has no version that day.
    known = [link for link in links if link.from_id in old and link.to_id in new]
    forward, backward = mappings(known, old, new) if len(known) == len(links) else _bare(links)
    return Step(change.pk, change.effective_on, forward, backward)


def _bare(links: Sequence[Link]) -> tuple[Mapping, Mapping]:
    """Without shapes: residuals alone decide."""

    def node(area_id: int) -> Node:
        return Node(area_id, str(area_id), "", "", "", 0, None, "")

    old = {link.from_id: node(link.from_id) for link in links}
    return mappings(links, old, {link.to_id: node(link.to_id) for link in links})


def _nodes(day: date, ids: Iterable[int]) -> dict[int, Node]:
    rows = AreaVersion.objects.filter(valid__contains=day, area_id__in=list(ids))
    return {
        row.area_id: Node(
            row.area_id, row.code, row.name, row.name_en, "", row.level, row.parent_id, row.path,
            to_shape(row.shape) if row.shape else None,
        )
        for row in rows
    }  # fmt: skip


def steps_between(after: date, until: date) -> list[Step]:
    """Changes that took effect after one day and up to another, in their order."""
    rows = BoundaryChange.objects.filter(
        status=BoundaryChange.Status.APPLIED, effective_on__gt=after, effective_on__lte=until
    ).order_by("effective_on", "id")
    return [step_of(row) for row in rows]


def carried_forward(steps: Sequence[Step], area_id: int, point: Point | None = None) -> Placed:
    """Through steps from old to new."""
    placed = Placed(area_id, How.SAME)
    for step in steps:
        placed = _next(step.forward, placed, point)
    return placed


def carried_back(steps: Sequence[Step], area_id: int, point: Point | None = None) -> Placed:
    """Through steps (given in their order) from new to old."""
    placed = Placed(area_id, How.SAME)
    for step in reversed(steps):
        placed = _next(step.backward, placed, point)
    return placed


def _next(mapping: Mapping, placed: Placed, point: Point | None) -> Placed:
    found = mapping.place(placed.area_id, point)
    return placed if found.how is How.SAME else found


def successor(
    area_id: int, day: date, lon: float | None = None, lat: float | None = None
) -> Node | None:
    """What an area of a day is today, for a point in it when it became several."""
    placed = carried_forward(steps_between(day, today()), area_id, _point(lon, lat))
    return area_on(placed.area_id, today())


def predecessor(
    area_id: int, day: date, lon: float | None = None, lat: float | None = None
) -> Node | None:
    """What an area of today was on a day, for a point in it when it was several."""
    placed = carried_back(steps_between(day, today()), area_id, _point(lon, lat))
    return area_on(placed.area_id, day)


def _point(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else (lon, lat)


def path_back(
    path: str,
    tree: MappingOf[int, Node],
    steps: Sequence[Step],
    point: Point | None = None,
    *,
    final: bool = False,
) -> str | None:
    """The path that something at `path`, after `steps`, had in the `tree` of the day before them.

    The deepest area of the path that was there then, or that comes from one that was, decides;
    with none of them the path stays. Without a point the answer is None where only a point can
    tell, unless `final`: then the residual decides.
    """
    for area_id in reversed([int(part) for part in path.split(".") if part]):
        at = area_id
        for step in reversed(steps):
            if step.backward.single(at) is None and point is None and not final:
                return None
            at = step.backward.place(at, point).area_id
        if at in tree:
            return tree[at].path
    return path


def owned_codes() -> frozenset[str]:
    """Codes of all areas that a change of boundaries or an import made, altered or closed.

    Applying a profile must not bring these back in line with its files: what the files say of
    them is older than the change.
    """
    rows = ChangedVersion.objects.filter(change__status=BoundaryChange.Status.APPLIED)
    imported = AreaImport.objects.filter(status=AreaImport.APPLIED).values_list(
        "written", flat=True
    )
    return frozenset(rows.values_list("version__code", flat=True)).union(*imported)
