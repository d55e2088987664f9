"""Shapes and lines that people paste: degrees, WGS 84. A mistake is one sentence."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.geometry import is_place, to_shape

MOST_BYTES: Final = 5_000_000


def read_shapes(text: str, field: str = "shapes") -> list[tuple[str, Any]]:
    """(code, shape) of each feature of a GeoJSON text; the code is empty where none is given."""
    if len(text.encode()) > MOST_BYTES:
        raise Invalid(_("图形文件太大，请先简化到5 MB以内。"), field)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("这不是GeoJSON：第%(n)d行读不懂。") % {"n": _line(error)}, field) from error
    features = document.get("features") if isinstance(document, dict) else None
    found = features if isinstance(features, list) else [document]
    return [(_code(one), _shape(one, number, field)) for number, one in enumerate(found, 1)]


def _line(error: Exception) -> int:
    return getattr(error, "lineno", 1)


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("code", "")) if isinstance(properties, dict) else ""


def _shape(feature: Any, number: int, field: str) -> Any:
    where = {"n": number}
    geometry = feature.get("geometry", feature) if isinstance(feature, dict) else feature
    try:
        shape = shapely.force_2d(to_shape(geometry))
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(_("第%(n)d个图形读不懂。") % where, field) from error
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Invalid(_("第%(n)d个图形不是面。") % where, field)
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid(_("第%(n)d个图形的坐标不是经纬度（WGS84）。") % where, field)
    if not shape.is_valid:
        raise Invalid(_("第%(n)d个图形自己和自己相交。") % where, field)
    return shape


def read_line(text: str, field: str = "line") -> Any:
    """A line from "lon,lat lon,lat": spaces or semicolons between points."""
    points = []
    for pair in re.split(r"[\s;；]+", text.strip()):
        parts = re.split(r"[,，]", pair)
        try:
            lon, lat = (float(part) for part in parts)
        except ValueError as error:
            raise Invalid(
                _("“%(pair)s”不是一个点，应写成“经度,纬度”。") % {"pair": pair[:30]}, field
            ) from error
        if not is_place(lon, lat):
            raise Invalid(
                _("“%(pair)s”不是一个点，应写成“经度,纬度”。") % {"pair": pair[:30]}, field
            )
        points.append((lon, lat))
    if len(points) < 2:
        raise Invalid(_("分界线至少要两个点。"), field)
    return shapely.LineString(points)
