"""A file about areas as checked lines: GeoJSON, CSV or Excel, in a declared coordinate system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gongzhi.areas.geometry import crs
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheetin import SheetRow, read_sheet
from gongzhi.kernel.sheets import without_guard

from . import columns
from .cells import RowReader
from .lines import Line, Problem
from .rawshape import Fault, Found, check_degrees, read_mapping, read_text

MAX_BYTES: Final = 30 * 2**20
MAX_LINES: Final = 50_000
TABLES: Final = (".csv", ".xlsx", ".xls", ".ods")
JSONS: Final = (".geojson", ".json")
# The number of a row, its cells by key, its shape as written.
Row = tuple[int, Mapping[str, Any], Any]


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: lines in WGS 84, and what is wrong with single cells."""

    crs: str
    lines: list[Line]
    problems: list[Problem]


def read_file(path: Path, *, name: str, chosen_crs: str) -> ReadFile:
    """Read a file by the ending of its `name`.

    Invalid, in one sentence, when it is too large, no such file at all, or in a coordinate system
    that is not declared; what concerns one cell is a Problem of that row.
    """
    check_size(path, name)
    ending = Path(name).suffix.lower()
    if ending in JSONS:
        said, features = decoded_json(path, name)
        rows = rows_of_features(features, name)
    elif ending in TABLES:
        said, rows = _table(path)
        if not any(shape for _line, _named, shape in rows):
            chosen_crs = (
                chosen_crs or said or crs.WGS84
            )  # names and codes only: nothing lies anywhere
    else:
        raise Invalid(_("请上传 GeoJSON、CSV 或 Excel（.xlsx）文件。"), "file")
    return lines_of_rows(crs.declared(said, chosen_crs), rows)


def check_size(path: Path, name: str) -> None:
    """Invalid when a file is empty or larger than is read, before a byte of it is."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Invalid(
            _("“%(name)s”有%(size)d MB，最多%(max)d MB；请按街道分成几个文件。")
            % {"name": name[:60], "size": -(-size // 2**20), "max": MAX_BYTES // 2**20},
            "file",
        )
    if size == 0:
        raise Invalid(_("“%(name)s”是空的。") % {"name": name[:60]}, "file")


def decoded_json(path: Path, name: str) -> tuple[str, list[Any]]:
    """The system that a GeoJSON file names ("" when none) and its features. Invalid otherwise."""
    try:
        data = json.loads(_decoded(path.read_bytes()))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        line = getattr(error, "lineno", 1)
        raise Invalid(
            _("“%(name)s”第%(line)d行不是有效的 JSON。") % {"name": name[:60], "line": line}, "file"
        ) from error
    return crs.named_in(data), _feature_list(data, name)


def _feature_list(data: Any, name: str) -> list[Any]:
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise Invalid(
            _("“%(name)s”不是 GeoJSON 图形集合（FeatureCollection）。") % {"name": name[:60]},
            "file",
        )
    features: list[Any] = data["features"]
    if not features:
        raise Invalid(_("“%(name)s”里没有图形。") % {"name": name[:60]}, "file")
    return features


def rows_of_features(features: list[Any], name: str) -> list[Row]:
    """(number, properties by key, geometry) of features. Invalid when one is none."""
    _not_too_many(len(features))
    found: list[Row] = []
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise Invalid(
                _("“%(name)s”的第%(line)d个图形没有属性（properties）。")
                % {"name": name[:60], "line": number},
                "file",
            )
        cells = {
            key: value
            for heading, value in feature["properties"].items()
            if (key := columns.meaning(str(heading)))
        }
        found.append((number, cells, feature.get("geometry")))
    if not any("code" in cells for _number, cells, _geometry in found):
        raise Invalid(_("图形的属性里没有“%(column)s”（code）。") % {"column": _("编码")}, "file")
    return found


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("文件不是 UTF-8 或 GB18030 编码的文字。"), "file")


def _table(path: Path) -> tuple[str, list[Row]]:
    rows = read_sheet(path)
    if not rows:
        raise Invalid(_("表里没有内容。"), "file")
    _not_too_many(len(rows))
    headings = _headings(rows)
    said = {row.get(h) for row in rows for h, key in headings.items() if key == "crs"} - {""}
    if len(said) > 1:
        raise Invalid(_("“坐标系”一列写了不止一种，请分成几个文件。"), "crs")
    return next(iter(said), ""), [(row.line, *_cells(row, headings)) for row in rows]


def _headings(rows: list[SheetRow]) -> dict[str, str]:
    """Key by heading; Invalid names a column that is not known, doubled or missing."""
    found: dict[str, str] = {}
    for heading in rows[0].values:
        key = columns.meaning(heading)
        if not heading:
            if any(row.get("") for row in rows):
                raise Invalid(_("表头有空的一列（也许有合并的单元格），每列要有一个表头。"), "file")
            continue
        if key is None:
            raise Invalid(_("不认识的列“%(name)s”。") % {"name": heading[:40]}, "file")
        if key in found.values() and key != "geometry":
            raise Invalid(_("“%(name)s”这一列有两个。") % {"name": heading[:40]}, "file")
        found[heading] = key
    for key in columns.missing(found.values()):
        raise Invalid(_("缺少“%(name)s”一列。") % {"name": str(columns.TITLES[key])}, "file")
    return found


def _cells(row: SheetRow, headings: dict[str, str]) -> tuple[dict[str, str], str | None]:
    cells = {key: row.get(heading) for heading, key in headings.items() if key != "geometry"}
    pieces = [
        without_guard(row.get(heading)) for heading, key in headings.items() if key == "geometry"
    ]
    return cells, "".join(pieces) or None


def _not_too_many(count: int) -> None:
    if count > MAX_LINES:
        raise Invalid(_("一次最多%(max)d个区域，请分成几个文件。") % {"max": MAX_LINES}, "file")


def lines_of_rows(system: str, rows: Sequence[Row]) -> ReadFile:
    """Rows in a known system as lines in WGS 84, with what is wrong with their cells."""
    lines: list[Line] = []
    problems: list[Problem] = []
    shapes: list[Any] = []
    for number, cells, geometry in rows:
        reader = RowReader(number, cells, problems)
        line = reader.read()
        found = _shape(reader, geometry)
        if line is not None:
            lines.append(line)
            shapes.append(found.shape if found else None)
    return ReadFile(system, list(_with_shapes(lines, shapes, system, problems)), problems)


def _shape(reader: RowReader, geometry: Any) -> Found | None:
    if geometry is None:
        return None
    try:
        found = read_text(geometry) if isinstance(geometry, str) else read_mapping(geometry)
        check_degrees(found.shape)
    except Fault as fault:
        reader.say(fault.key, "geometry", **fault.values)
        return None
    if found.height:
        reader.problems.append(
            Problem("height", reader.line, "geometry", str(reader.cells.get("code")), notice=True)
        )
    return found


def _with_shapes(
    lines: list[Line], shapes: list[Any], system: str, problems: list[Problem]
) -> Iterator[Line]:
    """Lines with their shapes in WGS 84; a shape that crosses itself is named and left out."""
    if not lines:
        return
    moved = crs.shapes_to_wgs84(shapes, system)
    valid = shapely.is_valid(moved)
    for line, shape, fine in zip(lines, moved, valid, strict=True):
        if shape is None:
            yield line
        elif fine:
            yield replace(line, shape=shape)
        else:
            problems.append(_crossing(line, shape))
            yield line


def _crossing(line: Line, shape: Any) -> Problem:
    """Where it crosses itself, as GEOS says it: `Self-intersection[116.4 39.9]`."""
    reason = shapely.is_valid_reason(shape)
    numbers = reason.partition("[")[2].rstrip("]").split()
    try:
        lon, lat = (float(number) for number in numbers[:2])
    except ValueError:
        lon, lat = (float(value) for value in np.asarray(shape.centroid.coords)[0])
    return Problem("crossing", line.line, "geometry", line.code, at=(lon, lat))
