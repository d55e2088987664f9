"""Where an order belongs: the area that holds its point."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef


@dataclass(frozen=True)
class Place:
    """Where the order belongs: the grid that holds the point, else the county's desk."""

    area: AreaRef
    outside: bool


def place_of(lon: float | None, lat: float | None, area_code: str = "") -> Place:
    """By point, else by the area named, else the county (kept, flagged: `outside`)."""
    found = None
    if lon is not None and lat is not None:
        found = areas.locate(lon, lat)
    if found is None and area_code and lon is None:
        found = areas.area_by_code(area_code)
    if found is not None:
        return Place(found, outside=False)
    root = areas.root_area()
    if root is None:
        raise RuntimeError("no area: apply a profile first")
    return Place(root, outside=True)
