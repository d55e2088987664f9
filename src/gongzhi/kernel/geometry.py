"""Points and shapes. Points are (longitude, latitude) in degrees; the product keeps WGS84.

Chinese maps and phones may speak GCJ-02, which is WGS84 bent by a published-by-practice formula;
the inverse here iterates until it is better than a millimetre. Outside China nothing is bent.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from math import asin, cos, pi, radians, sin, sqrt
from typing import Any, Final

from shapely import Point, from_geojson, to_geojson
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

LonLat = tuple[float, float]

EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius, IUGG
_AXIS: Final = 6_378_245.0  # Krasovsky 1940, which GCJ-02 builds on
_ECCENTRICITY_2: Final = 0.006_693_421_622_965_943
_TOLERANCE_DEG: Final = 1e-9  # about a tenth of a millimetre


def in_china_box(lon: float, lat: float) -> bool:
    """Whether the bending formula applies (a rectangle around China)."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs_to_gcj(lon: float, lat: float) -> LonLat:
    """WGS84 to GCJ-02, degrees."""
    if not in_china_box(lon, lat):
        return lon, lat
    east, north = gcj_offset(lon, lat)
    return lon + east, lat + north


def gcj_to_wgs(lon: float, lat: float) -> LonLat:
    """GCJ-02 to WGS84, degrees, by fixed-point iteration."""
    if not in_china_box(lon, lat):
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _step in range(12):
        east, north = gcj_offset(guess_lon, guess_lat)
        next_lon, next_lat = lon - east, lat - north
        moved = max(abs(next_lon - guess_lon), abs(next_lat - guess_lat))
        guess_lon, guess_lat = next_lon, next_lat
        if moved < _TOLERANCE_DEG:
            break
    return guess_lon, guess_lat


def gcj_offset(lon: Any, lat: Any, maths: Any = math) -> tuple[Any, Any]:
    """How far GCJ-02 lies from WGS84 at a point inside China, degrees east and north.

    `maths` is the module of its functions: with numpy both may be arrays.
    """
    x, y = lon - 105.0, lat - 35.0
    root = maths.sqrt(abs(x))
    waves = (20.0 * maths.sin(6.0 * x * pi) + 20.0 * maths.sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * maths.sin(y * pi) + 40.0 * maths.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * maths.sin(y / 12.0 * pi) + 320.0 * maths.sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * maths.sin(x * pi) + 40.0 * maths.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * maths.sin(x / 12.0 * pi) + 300.0 * maths.sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = maths.radians(lat)
    magic = 1 - _ECCENTRICITY_2 * maths.sin(phi) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY_2) / (magic * maths.sqrt(magic))
    return (
        east * 180.0 / (_AXIS / maths.sqrt(magic) * maths.cos(phi) * pi),
        north * 180.0 / (meridian * pi),
    )


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle (haversine) distance in metres between two points."""
    lon1, lat1, lon2, lat2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, h)))


def box_around(centre: LonLat, metres: float) -> tuple[float, float, float, float]:
    """(west, south, east, north) that holds every point within `metres`: a cheap first filter."""
    lon, lat = centre
    d_lat = metres / EARTH_RADIUS_M * 180 / pi
    d_lon = d_lat / max(0.01, cos(radians(abs(lat) + d_lat)))
    margin = 1 + 1e-9
    return lon - d_lon * margin, lat - d_lat * margin, lon + d_lon * margin, lat + d_lat * margin


def to_shape(geojson: Mapping[str, Any] | str) -> BaseGeometry:
    """A GeoJSON geometry (mapping or text) as a shapely geometry. ValueError when it is not one."""
    try:
        geometry = from_geojson(geojson) if isinstance(geojson, str) else shape(geojson)
    except Exception as error:  # shapely raises many kinds, all meaning the same
        raise ValueError(f"not a GeoJSON geometry: {error}") from error
    if geometry is None or geometry.is_empty:
        raise ValueError("an empty geometry")
    return geometry


def geojson_of(geometry: BaseGeometry) -> dict[str, Any]:
    """A shapely geometry as a GeoJSON mapping."""
    return dict(json.loads(to_geojson(geometry)))


def shape_centre(geometry: BaseGeometry) -> LonLat:
    """The centre of gravity when it lies inside, else a point that surely does."""
    middle = geometry.centroid
    if not geometry.covers(middle):
        middle = geometry.representative_point()
    return middle.x, middle.y


def shape_holds(geometry: BaseGeometry, lon: float, lat: float) -> bool:
    """Whether the point lies inside or on the edge."""
    return bool(geometry.covers(Point(lon, lat)))


def is_place(lon: float, lat: float) -> bool:
    """Whether these are coordinates on Earth (not NaN, within range, not the null island)."""
    return -180 <= lon <= 180 and -90 <= lat <= 90 and (lon, lat) != (0, 0)
