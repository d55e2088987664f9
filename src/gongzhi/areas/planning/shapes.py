"""Shapes of the proposed grids: a coverage of the area, no gap and no overlap."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gongzhi.areas.geometry.crs import DIGITS

from .propose import Ground

_STEP = 10**-DIGITS


def grid_shapes(ground: Ground, grid_of: list[int], area: BaseGeometry) -> list[BaseGeometry]:
    """One shape a grid, in degrees, together exactly the area (but for rounding to a centimetre).

    A corner of ground that holds no home of its grid and is cut off from it by the border of the
    area goes to the grid that it touches most.
    """
    count = max(grid_of) + 1
    members: list[list[int]] = [[] for _ in range(count)]
    for cell, atom in dict(zip(ground.cell_of, ground.atom_of, strict=True)).items():
        members[grid_of[atom]].append(int(cell))
    # Whole cells share their corners to the last bit; clipping comes after, on a common raster.
    whole = [shapely.coverage_union_all(ground.cells[cells]) for cells in members]
    clipped = shapely.intersection(np.array(whole, dtype=object), area, grid_size=_STEP)
    own, loose = _sorted_out(ground, grid_of, clipped)
    for piece in loose:
        touched = [shapely.intersection(piece, shape.boundary).length for shape in own]
        best = int(np.argmax(touched))
        own[best] = shapely.union(own[best], piece, grid_size=_STEP)
    return own


def _sorted_out(
    ground: Ground, grid_of: list[int], clipped: np.ndarray
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """For each grid the polygons that hold its homes, and those that hold none."""
    points = [
        shapely.multipoints([(home.lon, home.lat) for home in homes])
        for homes in _homes_by_grid(ground, grid_of)
    ]
    own, loose = [], []
    for shape, homes in zip(clipped, points, strict=True):
        parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
        held = [part for part in parts if shapely.intersects(part, homes)]
        if not held and parts:
            held = [max(parts, key=lambda part: part.area)]
        loose += [part for part in parts if not any(part is one for one in held)]
        own.append(held[0] if len(held) == 1 else shapely.MultiPolygon(held))
    return own, loose


def _homes_by_grid(ground: Ground, grid_of: list[int]) -> list[list]:
    found: list[list] = [[] for _ in range(max(grid_of) + 1)]
    for home, atom in zip(ground.homes, ground.atom_of, strict=True):
        found[grid_of[atom]].append(home)
    return found
