"""Shapes as light as a screen needs them (pure)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_STEPS: Final = 700  # what is smaller than this part of the picture's side is not seen


def simplified(outlines: Sequence[BaseGeometry]) -> list[dict[str, Any]]:
    """GeoJSON geometries of shapes that lie side by side, with fewer points.

    They are simplified together, as a coverage: a border is drawn the same from both sides, so
    no gap appears between neighbours. Coordinates are rounded to the fifth decimal (a metre).
    """
    shapes = np.array(outlines)
    if not len(shapes):
        return []
    west, south, east, north = shapely.total_bounds(shapes)
    fewer = shapely.coverage_simplify(shapes, max(east - west, north - south) / _STEPS)
    rounded = shapely.transform(fewer, lambda points: np.round(points, 5))
    return [dict(json.loads(text)) for text in shapely.to_geojson(rounded)]
