"""The ground of each home: Voronoi cells, and which of them have a border in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LEAST_BORDER = 0.5  # metres: cells that touch in a corner are no neighbours
_METRES = 111_195.0


def positions(lonlat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct positions (m × 2, degrees) and for each home the number of its position."""
    found, at = np.unique(np.round(lonlat, 7), axis=0, return_inverse=True)
    return found, at.reshape(-1)


def voronoi(points: np.ndarray, area: BaseGeometry) -> np.ndarray:
    """One cell a point, in its order, reaching beyond the area on all sides (not clipped).

    Degrees are stretched to metres first, so that cells are what is nearest on the ground.
    """
    stretch = _stretch(area)
    if len(points) == 1:
        return np.array([area.envelope.buffer(0.01)], dtype=object)
    flat = points * stretch
    frame = shapely.box(*(np.array(area.bounds).reshape(2, 2) * stretch).reshape(4))
    frame = frame.buffer(2 * max(frame.length, 1.0))
    cells = shapely.voronoi_polygons(shapely.multipoints(flat), extend_to=frame, ordered=True)
    found = shapely.get_parts(cells)
    return np.asarray(shapely.transform(found, lambda xy: xy / stretch), dtype=object)


def borders(cells: np.ndarray, area: BaseGeometry) -> list[tuple[int, int, float]]:
    """(cell, cell, metres of common border inside the area) of all neighbours, each pair once."""
    tree = shapely.STRtree(cells)
    one, other = tree.query(cells, predicate="touches")
    first = one < other
    one, other = one[first], other[first]
    if not len(one):
        return []
    edges = shapely.intersection(cells[one], cells[other])
    shapely.prepare(area)
    inside = shapely.covers(area, edges)
    edges[~inside] = shapely.intersection(edges[~inside], area)
    stretch = _stretch(area)
    lengths = shapely.length(shapely.transform(edges, lambda xy: xy * stretch))
    return [
        (int(a), int(b), float(length))
        for a, b, length in zip(one, other, lengths, strict=True)
        if length >= LEAST_BORDER
    ]


def _stretch(area: BaseGeometry) -> Any:
    return np.array([_METRES * np.cos(np.radians(area.centroid.y)), _METRES])
