"""Reads of areas: the tree of today, shapes, and the grid that holds a point.

All of it is kept in the process and compared with the table every few seconds at most: a city
has hundreds of areas, and every report asks where it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from sys import intern
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Count, Max, TextField
from django.db.models.functions import Cast
from shapely.geometry.base import BaseGeometry

from gongzhi.areas.geometry.shapeindex import ShapeIndex
from gongzhi.areas.geometry.simplify import simplified
from gongzhi.areas.models import AreaVersion
from gongzhi.kernel import clock
from gongzhi.kernel.geometry import geojson_of
from gongzhi.kernel.stampcache import Stamp, StampCache
from gongzhi.profiles import selectors as profiles

_AT_ONCE = 2000
MOST_OVERVIEWED = 400  # shapes on one map; more are neither seen nor quickly loaded


@dataclass(frozen=True, slots=True)
class AreaRef:
    """Today's version of an area. `path` is made of ids; `centre` lies inside, degrees WGS 84.

    `outline` is its shape as a geometry: a tenth of the memory of GeoJSON, of which a city of
    twenty thousand grids would keep too much.
    """

    id: int
    kind: str
    code: str
    name: str
    name_en: str
    level: int
    parent_id: int | None
    path: str
    centre_lon: float | None
    centre_lat: float | None
    outline: BaseGeometry | None = field(repr=False, compare=False, default=None)

    @property
    def shape(self) -> dict[str, Any] | None:
        """The shape as a GeoJSON geometry."""
        return None if self.outline is None else geojson_of(self.outline)

    def label(self, language: str = "zh") -> str:
        """The name in a language (`en…` gives the English one where there is one)."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


@dataclass(frozen=True)
class _Atlas:
    """Everything known about the areas of one day."""

    areas: tuple[AreaRef, ...]
    by_id: dict[int, AreaRef]
    by_code: dict[str, AreaRef]
    below: dict[int | None, tuple[AreaRef, ...]]
    leaves: tuple[AreaRef, ...]
    located: tuple[AreaRef, ...]
    index: ShapeIndex
    drawings: dict[int, list[tuple[AreaRef, dict[str, Any]]]] = field(default_factory=dict)


def _stamp() -> Stamp:
    found = AreaVersion.objects.aggregate(
        count=Count("id"), last=Max("id"), changed=Max("updated_at")
    )
    return (clock.today(), found["count"], found["last"], found["changed"])


def _draw(stamp: Stamp) -> _Atlas:
    areas = tuple(_refs(stamp[0]))
    below: dict[int | None, list[AreaRef]] = {}
    for area in areas:
        below.setdefault(area.parent_id, []).append(area)
    leaves = tuple(area for area in areas if area.id not in below)
    located = tuple(area for area in leaves if area.outline is not None)
    return _Atlas(
        areas=areas,
        by_id={area.id: area for area in areas},
        by_code={area.code: area for area in areas},
        below={parent: tuple(children) for parent, children in below.items()},
        leaves=leaves,
        located=located,
        index=ShapeIndex([area.outline for area in located if area.outline is not None]),
    )


_cache = StampCache(_stamp, _draw)


def forget() -> None:
    """Read from the database at the next call."""
    _cache.forget()


def _atlas() -> _Atlas:
    return _cache.get(seconds=float(getattr(settings, "GONGZHI_AREA_CACHE_SECONDS", 2.0)))


def _refs(day: date) -> Iterator[AreaRef]:
    """All areas of a day, by code. Shapes are read as text and by the thousand: a city has many."""
    rows = (
        AreaVersion.objects.filter(valid__contains=day)
        .order_by("code")
        .annotate(geojson=Cast("shape", TextField()))
        .values_list(
            *("area_id", "area__kind", "code", "name", "name_en", "level", "parent_id", "path"),
            *("centre_lon", "centre_lat", "geojson"),
        )
    )
    found = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(found, _AT_ONCE)):
        outlines = shapely.from_geojson([row[-1] for row in some])
        for row, outline in zip(some, outlines, strict=True):
            area_id, kind, code, name, name_en, level, parent_id, path, lon, lat, _ = row
            yield AreaRef(
                *(area_id, intern(kind), code, name, name_en, level, parent_id, path),
                *(lon, lat, outline),
            )


def current_areas() -> Sequence[AreaRef]:
    """All areas of today, by code."""
    return _atlas().areas


def root_area() -> AreaRef | None:
    """The county: the area without a parent. None before a profile was applied."""
    return next(iter(_atlas().below.get(None, ())), None)


def leaf_areas() -> Sequence[AreaRef]:
    """The areas without children, by code: the grids in which points are located."""
    return _atlas().leaves


def area_by_code(code: str) -> AreaRef | None:
    """Today's area with a code."""
    return _atlas().by_code.get(code)


def area_by_id(area_id: int) -> AreaRef | None:
    """Today's version of an area; None when it exists no longer."""
    return _atlas().by_id.get(area_id)


def children(area_id: int | None) -> Sequence[AreaRef]:
    """The areas directly below one (None: the roots), by code."""
    return _atlas().below.get(area_id, ())


def ancestors(path: str) -> list[AreaRef]:
    """The areas that a path names, root first, the area itself last."""
    by_id = _atlas().by_id
    ids = (int(part) for part in path.split(".") if part)
    return [by_id[area_id] for area_id in ids if area_id in by_id]


def locate(lon: float, lat: float) -> AreaRef | None:
    """The grid that holds a point (degrees, WGS 84). On an edge the lowest code; outside None."""
    atlas = _atlas()
    # `located` is sorted by code, so the lowest number is the lowest code.
    number = atlas.index.first(lon, lat)
    return None if number is None else atlas.located[number]


def shapes_at(level: int | None = None, within_path: str = "") -> list[AreaRef]:
    """Areas with a shape at a level (None: the leaves) inside a path, by code."""
    atlas = _atlas()
    pool = atlas.leaves if level is None else atlas.areas
    return [
        area
        for area in pool
        if area.outline is not None
        and (level is None or area.level == level)
        and area.path.startswith(within_path)
    ]


def drawn_in(area: AreaRef) -> list[AreaRef]:
    """What a map of an area shows: the nearest areas below that maps draw, or the area itself.

    A level with `drawn: false` in `areas/levels.yaml` is passed over: a wall shows the streets of
    a city at once, then the grids of one.
    """
    return _drawn_below(area, _levels_passed_over()) or [area]


def _drawn_below(area: AreaRef, passed_over: frozenset[int]) -> list[AreaRef]:
    shown: list[AreaRef] = []
    for child in children(area.id):
        if child.level in passed_over and children(child.id):
            shown += _drawn_below(child, passed_over)
        elif child.outline is not None:
            shown.append(child)
    return shown


def _levels() -> list[dict[str, Any]]:
    section = profiles.current().section("areas") or {}
    return list(section.get("levels", ()))


def _levels_passed_over() -> frozenset[int]:
    return frozenset(level["no"] for level in _levels() if not level.get("drawn", True))


def level_name(number: int, language: str = "zh") -> str:
    """What a level is called here; empty for one that the profile does not have."""
    key = "en" if language.startswith("en") else "zh"
    return next((level[key] for level in _levels() if level["no"] == number), "")


def drawing(area: AreaRef) -> list[tuple[AreaRef, dict[str, Any]]]:
    """The areas of `drawn_in`, each with a light geometry; borders meet as they do in truth."""
    atlas = _atlas()
    if area.id not in atlas.drawings:
        shown = [one for one in drawn_in(area) if one.outline is not None]
        geometries = simplified([one.outline for one in shown if one.outline is not None])
        atlas.drawings[area.id] = list(zip(shown, geometries, strict=True))
    return atlas.drawings[area.id]


def overview(within: AreaRef | None = None) -> list[tuple[AreaRef, dict[str, Any]]]:
    """For pointing at a place in an area (without one: the city).

    All grids of a small one, of a large one what its map shows.
    """
    area = within or root_area()
    if area is None:
        return []
    grids = [one for one in leaf_areas() if one.path.startswith(area.path)]
    if len(grids) > MOST_OVERVIEWED:
        return drawing(area)
    return [(one, one.shape) for one in grids if one.shape is not None]


def common_area(paths: Iterable[str]) -> AreaRef | None:
    """The smallest area that holds all of these; None for no path."""
    chains = [ancestors(path) for path in paths]
    shared = [row[0] for row in zip(*chains, strict=False) if len({area.id for area in row}) == 1]
    return shared[-1] if shared else None
