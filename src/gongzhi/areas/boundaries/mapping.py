"""Which area something belongs to after, or before, a change of boundaries (pure).

    forward = Mapping(ways_out)            # old boundaries → new
    forward.place(area_id, (lon, lat))     # Placed(area_id=…, how=How.POINT)

One way: take it. Several: the shape that holds the point, on an edge the lowest code. No point,
or a point that none of the shapes holds: the residual, which is named wherever there are several
ways. So every area and every point has exactly one answer, and totals reconcile. The way back is
a `Mapping` of its own, with its own residuals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

Point = tuple[float, float]


class How(StrEnum):
    """Why something was placed where it was. `tree`: its own area stays, one above it changed."""

    SINGLE = "single"
    POINT = "point"
    RESIDUAL = "residual"
    TREE = "tree"
    SAME = "same"


@dataclass(frozen=True)
class Way:
    """One area that another can become. `shape` is a shapely geometry in degrees, or None."""

    area_id: int
    code: str
    shape: Any = None
    residual: bool = False


@dataclass(frozen=True)
class Placed:
    """Where something belongs, and why."""

    area_id: int
    how: How


class Mapping:
    """Area id → the ways it can go. ValueError when several ways name no residual, or two."""

    def __init__(self, ways: MappingOf[int, Iterable[Way]]) -> None:
        self._ways = {
            area_id: tuple(sorted(found, key=lambda way: way.code))
            for area_id, found in ways.items()
        }
        for area_id, found in self._ways.items():
            if len(found) > 1 and sum(way.residual for way in found) != 1:
                raise ValueError(f"area {area_id}: several ways need one residual")
            if not found:
                raise ValueError(f"area {area_id}: no way")

    @property
    def areas(self) -> frozenset[int]:
        """The areas that change."""
        return frozenset(self._ways)

    def ways(self, area_id: int) -> tuple[Way, ...]:
        """By code; empty for an area that does not change."""
        return self._ways.get(area_id, ())

    def single(self, area_id: int) -> int | None:
        """The one area it becomes; None where the point decides."""
        found = self._ways.get(area_id)
        if found is None:
            return area_id
        return found[0].area_id if len(found) == 1 else None

    def without_point(self, area_id: int) -> int:
        """Where everything goes that has no point: a body, a posting."""
        return self.place(area_id).area_id

    def place(self, area_id: int, point: Point | None = None) -> Placed:
        """Where something in an area, at a point (lon, lat in degrees), belongs."""
        found = self._ways.get(area_id)
        if found is None:
            return Placed(area_id, How.SAME)
        if len(found) == 1:
            return Placed(found[0].area_id, How.SINGLE)
        if point is not None:
            for way in found:
                if way.shape is not None and shapely.intersects_xy(way.shape, *point):
                    return Placed(way.area_id, How.POINT)
        return Placed(next(way.area_id for way in found if way.residual), How.RESIDUAL)

    def place_all(self, area_id: int, points: Sequence[Point | None]) -> list[Placed]:
        """The same for many points of one area, thousands at a time."""
        found = self._ways.get(area_id, ())
        if len(found) < 2:
            return [self.place(area_id)] * len(points)
        lons = np.array([point[0] if point else np.nan for point in points], dtype=float)
        lats = np.array([point[1] if point else np.nan for point in points], dtype=float)
        rest = Placed(next(way.area_id for way in found if way.residual), How.RESIDUAL)
        placed: list[Placed | None] = [None] * len(points)
        for way in found:  # by code: the first that holds the point keeps it
            if way.shape is None:
                continue
            shapely.prepare(way.shape)
            held = shapely.intersects_xy(way.shape, lons, lats)
            for number in np.flatnonzero(held):
                if placed[number] is None:
                    placed[number] = Placed(way.area_id, How.POINT)
        return [one or rest for one in placed]
