"""Areas as a file: GeoJSON, CSV or Excel of a subtree on a day, in a chosen coordinate system."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _

from gongzhi.areas.geometry import crs
from gongzhi.areas.importing.columns import TITLES
from gongzhi.areas.importing.rawshape import pieces, wkt_of
from gongzhi.areas.models import AreaVersion
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.geometry import geojson_of
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.sheets import MAX_CELL, XLSX, Column, neutralise, write_xlsx

FORMATS: Final = {
    "geojson": ("application/geo+json", "geojson"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "xlsx": (XLSX, "xlsx"),
}
# The name that a GeoJSON file gives its system; GCJ-02 has no number of its own.
_CRS_NAMES: Final = {
    crs.WGS84: "urn:ogc:def:crs:OGC:1.3:CRS84",
    crs.CGCS2000: "urn:ogc:def:crs:EPSG::4490",
    crs.GCJ02: "GCJ-02",
}
_KEYS: Final = ("code", "name", "name_en", "level", "kind", "parent_code", "valid_from", "valid_to")


@dataclass(frozen=True)
class AreaFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def export_areas(
    *, actor: Actor, area_code: str, day: date, file_format: str, system: str
) -> AreaFile:
    """The area with everything below it on a day; its code stands in the file's name.

    Every member of staff may (areas are public facts). Denied; Invalid for an unknown format or
    system; NotFound when there is no such area on that day.
    """
    if actor.kind != "staff":
        raise Denied
    if file_format not in FORMATS or system not in _CRS_NAMES:
        raise Invalid(_("没有这种格式或坐标系。"))
    rows = _rows(area_code, day)
    shapes = _shapes(rows, system)
    make = {"geojson": _geojson, "csv": _csv, "xlsx": _xlsx}[file_format]
    kind, ending = FORMATS[file_format]
    name = f"areas-{area_code}-{day.isoformat()}-{system.lower()}.{ending}"
    return AreaFile(name, kind, make(rows, shapes, system))


def _rows(area_code: str, day: date) -> list[dict[str, Any]]:
    there = AreaVersion.objects.filter(valid__contains=day)
    top = there.filter(code=area_code).first()
    if top is None:
        raise NotFound(_("那一天没有这个区域。"))
    low, high = subtree(top.path)
    found = there.filter(path__gte=low, path__lt=high).order_by("level", "code")
    below = list(found.select_related("area"))
    codes = {row.area_id: row.code for row in below}
    if top.parent_id is not None:
        above = there.filter(area_id=top.parent_id).values_list("code", flat=True).first()
        codes[top.parent_id] = above or ""
    return [
        {
            "code": row.code,
            "name": row.name,
            "name_en": row.name_en,
            "level": row.level,
            "kind": row.area.kind,
            "parent_code": codes.get(row.parent_id or 0, ""),
            "valid_from": row.valid.lower,
            "valid_to": row.valid.upper,
            "shape": row.shape,
        }
        for row in below
    ]


def _shapes(rows: list[dict[str, Any]], system: str) -> list[Any]:
    texts = [json.dumps(row["shape"]) if row["shape"] else None for row in rows]
    return list(crs.shapes_from_wgs84(shapely.from_geojson(texts), system))


def _geojson(rows: list[dict[str, Any]], shapes: list[Any], system: str) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {key: _json_value(row[key]) for key in _KEYS},
            "geometry": None if shape is None else geojson_of(shape),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    member = {"type": "name", "properties": {"name": _CRS_NAMES[system]}}
    document = {"type": "FeatureCollection", "crs": member, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _table(
    rows: list[dict[str, Any]], shapes: list[Any], system: str
) -> tuple[list[str], Iterator[list[Any]]]:
    """Headings and cells; a shape too long for a cell goes on in 图形2, 图形3 …"""
    texts = ["" if shape is None else wkt_of(shape, crs.DIGITS + 2) for shape in shapes]
    cut = [pieces(text, MAX_CELL - 1) for text in texts]  # one sign may be put before it
    width = max((len(found) for found in cut), default=1) or 1
    titles = [str(TITLES[key]) for key in (*_KEYS, "crs")]
    geometry = str(TITLES["geometry"])
    titles += [geometry if number == 1 else f"{geometry}{number}" for number in range(1, width + 1)]
    cells = (
        [*(row[key] for key in _KEYS), system, *found, *[""] * (width - len(found))]
        for row, found in zip(rows, cut, strict=True)
    )
    return titles, cells


def _csv(rows: list[dict[str, Any]], shapes: list[Any], system: str) -> bytes:
    titles, lines = _table(rows, shapes, system)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(titles)
    for cells in lines:
        writer.writerow([neutralise("" if cell is None else str(cell)) for cell in cells])
    # With a mark in front Excel knows that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[dict[str, Any]], shapes: list[Any], system: str) -> bytes:
    titles, lines = _table(rows, shapes, system)
    return write_xlsx([Column(title, 14) for title in titles], lines, title=_("区域"))
