"""Areas as GeoJSON for the maps of all fronts."""

from collections.abc import Iterable
from typing import Any

from gongzhi.areas.selectors import AreaRef


def collection(rows: Iterable[tuple[AreaRef, dict[str, Any]]]) -> dict[str, Any]:
    """A FeatureCollection (degrees, WGS 84) of areas with what each shows beside its code.

    An area without a shape is left out.
    """
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": area.shape,
                "properties": {"code": area.code, **shown},
            }
            for area, shown in rows
            if area.shape is not None
        ],
    }
