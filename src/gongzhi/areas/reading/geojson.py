"""Areas as GeoJSON for the maps of all fronts."""

from collections.abc import Iterable
from typing import Any

from gongzhi.areas.selectors import AreaRef


def light_collection(
    rows: Iterable[tuple[AreaRef, dict[str, Any], dict[str, Any]]],
) -> dict[str, Any]:
    """The same of areas with geometries that were made for a screen (`selectors.drawing`)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": geometry, "properties": {"code": area.code, **shown}}
            for area, geometry, shown in rows
        ],
    }


def collection(rows: Iterable[tuple[AreaRef, dict[str, Any]]]) -> dict[str, Any]:
    """A FeatureCollection (degrees, WGS 84) of areas with what each shows beside its code.

    An area without a shape is left out.
    """
    found = ((area, area.shape, shown) for area, shown in rows)
    return light_collection((a, shape, shown) for a, shape, shown in found if shape is not None)
