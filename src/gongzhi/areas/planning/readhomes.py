"""Homes with positions and households from a file: addresses of buildings, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from gongzhi.areas.geometry import crs
from gongzhi.areas.importing.readfile import JSONS, TABLES, check_size, decoded_json
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.kernel.sheets import without_guard

from .values import Home

MAX_HOMES: Final = 30_000
MAX_HOUSEHOLDS: Final = 10_000
TITLES: Final = {
    "address": gettext_lazy("地址"), "lon": gettext_lazy("经度"), "lat": gettext_lazy("纬度"),
    "households": gettext_lazy("户数"), "group": gettext_lazy("小区或街路"),
    "crs": gettext_lazy("坐标系"),
}  # fmt: skip
_HEADINGS: Final = {
    "地址": "address", "经度": "lon", "纬度": "lat", "户数": "households", "小区": "group",
    "街路": "group", "小区或街路": "group", "坐标系": "crs", "address": "address", "lon": "lon",
    "lat": "lat", "households": "households", "estate": "group", "street": "group",
    "estate or street": "group", "group": "group", "crs": "crs", "longitude": "lon",
    "latitude": "lat", "coordinate system": "crs",
}  # fmt: skip
_NEEDED: Final = ("address", "lon", "lat", "households")
Cells = tuple[int, Mapping[str, Any]]


def read_homes(
    path: Path, *, name: str, chosen_crs: str, area: BaseGeometry, area_name: str
) -> list[Home]:
    """Homes of a file, all of them inside the area (degrees WGS 84).

    Invalid in one sentence that names row and column of the first thing wrong, and how many more.
    """
    check_size(path, name)
    ending = Path(name).suffix.lower()
    if ending in JSONS:
        said, rows = _features(path, name)
    elif ending in TABLES:
        said, rows = _table(path)
    else:
        raise Invalid(_("请上传 GeoJSON、CSV 或 Excel（.xlsx）文件。"), "file")
    if not rows:
        raise Invalid(_("表里没有内容。"), "file")
    if len(rows) > MAX_HOMES:
        raise Invalid(_("一次最多%(max)d行，请按楼栋合并。") % {"max": MAX_HOMES}, "file")
    system = crs.declared(said, chosen_crs)
    homes, wrong = _homes(rows, system)
    wrong += _outside(homes, area, area_name)
    if wrong:
        raise Invalid(_first(wrong), "file")
    return homes


def _first(wrong: list[tuple[int, str]]) -> str:
    line, words = min(wrong)
    if len(wrong) == 1:
        return _("第%(line)d行：%(words)s。") % {"line": line, "words": words}
    return _("第%(line)d行：%(words)s；另有%(n)d处要改。") % {
        "line": line, "words": words, "n": len(wrong) - 1}  # fmt: skip


def _table(path: Path) -> tuple[str, list[Cells]]:
    rows = read_sheet(path)
    if not rows:
        return "", []
    keys = _keys(heading for heading in rows[0].values if heading)
    found: list[Cells] = [
        (row.line, {key: row.get(heading) for heading, key in keys.items()}) for row in rows
    ]
    said = {str(cells["crs"]) for _line, cells in found if cells.get("crs")}
    if len(said) > 1:
        raise Invalid(_("“坐标系”一列写了不止一种，请分成几个文件。"), "crs")
    return next(iter(said), ""), found


def _keys(headings: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in headings:
        key = _HEADINGS.get(heading.strip().lower())
        if key is None:
            raise Invalid(
                _("不认识的列“%(name)s”；划网格只要地址、位置和户数，请不要上传姓名、电话等。")
                % {"name": heading[:40]},
                "file",
            )
        found[heading] = key
    for key in _NEEDED:
        if key not in found.values():
            raise Invalid(_("缺少“%(name)s”一列。") % {"name": str(TITLES[key])}, "file")
    return found


def _features(path: Path, name: str) -> tuple[str, list[Cells]]:
    said, features = decoded_json(path, name)
    found: list[Cells] = []
    for number, feature in enumerate(features, 1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise Invalid(_("第%(line)d个图形不是点（Point）。") % {"line": number}, "file")
        pair = geometry.get("coordinates")
        pair = pair if isinstance(pair, list) and len(pair) >= 2 else ["", ""]
        cells = {"lon": pair[0], "lat": pair[1]}
        for heading, value in (properties if isinstance(properties, dict) else {}).items():
            key = _HEADINGS.get(str(heading).strip().lower())
            if key and not isinstance(value, dict | list):
                cells[key] = value
        found.append((number, cells))
    return said, found


def _homes(rows: list[Cells], system: str) -> tuple[list[Home], list[tuple[int, str]]]:
    wrong: list[tuple[int, str]] = []
    read: list[tuple[int, str, float, float, int, str]] = []
    for line, cells in rows:
        address = without_guard(str(cells.get("address") or "").strip())
        lon, lat = _degrees(cells.get("lon"), 180), _degrees(cells.get("lat"), 90)
        count = _count(cells.get("households"))
        if not address or len(address) > 120:
            wrong.append((line, _("“地址”要写，最多120字")))
        elif lon is None or lat is None:
            swapped = _degrees(cells.get("lat"), 180) and _degrees(cells.get("lon"), 90)
            wrong.append((line, _("“经度”“纬度”像是写反了") if swapped
                          else _("“经度”“纬度”应为度数")))  # fmt: skip
        elif count is None:
            wrong.append((line, _("“户数”应为1到%(max)d的整数") % {"max": MAX_HOUSEHOLDS}))
        else:
            group = without_guard(str(cells.get("group") or "").strip())[:80]
            read.append((line, address, lon, lat, count, group))
    if not read:
        return [], wrong
    moved = crs.to_wgs84(np.array([(one[2], one[3]) for one in read]), system)
    return [
        Home(line, address, round(float(lon), 7), round(float(lat), 7), count, group)
        for (line, address, _lon, _lat, count, group), (lon, lat) in zip(read, moved, strict=True)
    ], wrong


def _outside(homes: list[Home], area: BaseGeometry, name: str) -> list[tuple[int, str]]:
    if not homes:
        return []
    shapely.prepare(area)
    inside = shapely.intersects_xy(area, [h.lon for h in homes], [h.lat for h in homes])
    return [
        (home.line, _("“%(address)s”不在%(area)s内") % {"address": home.address, "area": name})
        for home, its in zip(homes, inside, strict=True)
        if not its
    ]


def _degrees(value: Any, most: int) -> float | None:
    try:
        number = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError):
        return None
    return number if -most <= number <= most else None


def _count(value: Any) -> int | None:
    try:
        number = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError):
        return None
    return int(number) if 1 <= number <= MAX_HOUSEHOLDS and number.is_integer() else None
