"""One shape as a file writes it (GeoJSON mapping or text, WKT), in the file's own coordinates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_POLYGONS: Final = ("Polygon", "MultiPolygon")
# China in degrees, generously: (first, second) inside the other way round is a swapped pair.
_LAT, _LON = (3.0, 54.5), (72.0, 136.0)
_FAR: Final = 1000.0  # degrees end at 180; beyond this they are metres


@dataclass(frozen=True, slots=True)
class Found:
    """A readable shape, and whether heights were dropped."""

    shape: BaseGeometry
    height: bool


class Fault(ValueError):  # noqa: N818 - what is wrong with a shape, said by a key
    """`key` of a sentence and what fills it in."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key, self.values = key, values
        super().__init__(key)


def read_text(text: str) -> Found:
    """WKT, EWKT without its SRID, or GeoJSON text. Fault otherwise."""
    if text.lstrip().startswith("{"):
        try:
            return read_mapping(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise Fault("shape_form") from error
    kind = text.strip().split("(")[0].strip().upper().split(" ")[0]
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        if "closed linestring" in str(error):
            raise Fault("ring_open", ring=1) from error
        raise Fault("shape_form") from error
    if shape is None:
        raise Fault("shape_form")
    if kind == "GEOMETRYCOLLECTION":
        raise Fault("shape_collection")
    if shape.geom_type not in _POLYGONS:
        raise Fault("shape_type", value=shape.geom_type)
    if shape.is_empty:
        raise Fault("shape_empty")
    return Found(shape, bool(shape.has_z))


def read_mapping(geometry: Any) -> Found:
    """A GeoJSON geometry. Fault names what is wrong with it."""
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise Fault("shape_form")
    kind = geometry["type"]
    if kind == "GeometryCollection":
        raise Fault("shape_collection")
    if kind not in _POLYGONS:
        raise Fault("shape_type", value=kind[:40])
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise Fault("shape_form")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not parts or not all(isinstance(part, list) and part for part in parts):
        raise Fault("shape_empty" if not any(parts) else "shape_form")
    height = False
    number = 0
    for part in parts:
        for ring in part:
            number += 1
            height = _check_ring(ring, number) or height
    try:
        polygons = [shapely.Polygon(_flat(part[0]), [_flat(r) for r in part[1:]]) for part in parts]
    except (ValueError, shapely.errors.GEOSException) as error:
        raise Fault("shape_form") from error
    shape = polygons[0] if kind == "Polygon" else shapely.MultiPolygon(polygons)
    if shape.is_empty:
        raise Fault("shape_empty")
    return Found(shape, height)


def _flat(ring: list[Any]) -> list[tuple[float, float]]:
    return [(position[0], position[1]) for position in ring]


def _check_ring(ring: Any, number: int) -> bool:
    """Whether positions have heights; Fault when the ring is none."""
    if not isinstance(ring, list):
        raise Fault("shape_form")
    height = False
    for position in ring:
        if not isinstance(position, list) or len(position) < 2:
            raise Fault("number_form")
        for value in position[:2]:
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise Fault("number_form")
            if not -1e12 < value < 1e12:  # NaN and infinity too
                raise Fault("number_form")
        height = height or len(position) > 2
    if len(ring) < 4:
        raise Fault("ring_short", ring=number)
    if ring[0][:2] != ring[-1][:2]:
        raise Fault("ring_open", ring=number)
    return height


def check_degrees(shape: BaseGeometry) -> None:
    """Fault when the coordinates are no degrees, or latitude stands first."""
    xy = shapely.get_coordinates(shape)
    if not np.isfinite(xy).all():
        raise Fault("number_form")
    west, south = xy.min(axis=0)
    east, north = xy.max(axis=0)
    if _within(west, east, _LAT) and _within(south, north, _LON):
        raise Fault("swapped")
    if west < -180 or east > 180 or south < -90 or north > 90:
        worst = next(pair for pair in xy if abs(pair[0]) > 180 or abs(pair[1]) > 90)
        far = max(abs(worst[0]), abs(worst[1])) > _FAR
        value = f"({_plain(worst[0])}, {_plain(worst[1])})"
        raise Fault("projected" if far else "out_of_range", value=value)


def _within(low: float, high: float, bounds: tuple[float, float]) -> bool:
    return bool(bounds[0] <= low <= high <= bounds[1])


def _plain(value: float) -> str:
    return f"{value:.10g}"


def pieces(text: str, size: int) -> list[str]:
    """A long WKT in pieces that fit into cells; each but the last ends with a comma."""
    found = []
    while len(text) > size:
        end = text.rindex(",", 0, size) + 1
        found.append(text[:end])
        text = text[end:].lstrip()
    return [*found, text] if text else found


def wkt_of(shape: BaseGeometry, digits: int) -> str:
    """A shape as WKT, no needless zeros."""
    return str(shapely.to_wkt(shape, rounding_precision=digits, trim=True))
