"""Reads of areas: the tree of today, shapes, and the grid that holds a point.

All of it is kept in the process and compared with the table every few seconds at most: a city
has hundreds of areas, and every report asks where it is.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from shapely.geometry import shape as to_shape

from gongzhi.areas.models import AreaVersion
from gongzhi.areas.shapeindex import ShapeIndex
from gongzhi.kernel import clock


@dataclass(frozen=True)
class AreaRef:
    """Today's version of an area. `path` is made of ids; `centre` lies inside, degrees WGS 84."""

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
    shape: dict[str, Any] | None = field(repr=False, compare=False, default=None)

    def label(self, language: str = "zh") -> str:
        """The name in a language (`en…` gives the English one where there is one)."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


@dataclass(frozen=True)
class _Atlas:
    """Everything known about the areas of one day."""

    stamp: tuple[Any, ...]
    areas: tuple[AreaRef, ...]
    by_id: dict[int, AreaRef]
    by_code: dict[str, AreaRef]
    below: dict[int | None, tuple[AreaRef, ...]]
    leaves: tuple[AreaRef, ...]
    located: tuple[AreaRef, ...]
    index: ShapeIndex


class _Cache:
    def __init__(self) -> None:
        self.lock = Lock()
        self.atlas: _Atlas | None = None
        self.checked_at = 0.0


_cache = _Cache()


def today() -> date:
    """The local date."""
    return clock.now().astimezone(clock.LOCAL_TZ).date()


def forget() -> None:
    """Read from the database at the next call."""
    with _cache.lock:
        _cache.atlas = None
        _cache.checked_at = 0.0


def _atlas() -> _Atlas:
    seconds = float(getattr(settings, "GONGZHI_AREA_CACHE_SECONDS", 2.0))
    now = time.monotonic()
    atlas = _cache.atlas
    if atlas is not None and now - _cache.checked_at < seconds:
        return atlas
    day = today()
    found = AreaVersion.objects.aggregate(
        count=Count("id"), last=Max("id"), changed=Max("updated_at")
    )
    stamp = (day, found["count"], found["last"], found["changed"])
    with _cache.lock:
        if _cache.atlas is None or _cache.atlas.stamp != stamp:
            _cache.atlas = _draw(day, stamp)
        _cache.checked_at = now
        return _cache.atlas


def _draw(day: date, stamp: tuple[Any, ...]) -> _Atlas:
    rows = AreaVersion.objects.filter(valid__contains=day).select_related("area").order_by("code")
    areas = tuple(
        AreaRef(
            id=row.area_id,
            kind=row.area.kind,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            level=row.level,
            parent_id=row.parent_id,
            path=row.path,
            centre_lon=row.centre_lon,
            centre_lat=row.centre_lat,
            shape=row.shape,
        )
        for row in rows
    )
    below: dict[int | None, list[AreaRef]] = {}
    for area in areas:
        below.setdefault(area.parent_id, []).append(area)
    leaves = tuple(area for area in areas if area.id not in below)
    located = tuple(area for area in leaves if area.shape is not None)
    return _Atlas(
        stamp=stamp,
        areas=areas,
        by_id={area.id: area for area in areas},
        by_code={area.code: area for area in areas},
        below={parent: tuple(children) for parent, children in below.items()},
        leaves=leaves,
        located=located,
        index=ShapeIndex([to_shape(area.shape) for area in located]),
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
        if area.shape is not None
        and (level is None or area.level == level)
        and area.path.startswith(within_path)
    ]
