"""Coordinate systems of files about areas: which are understood, and the way between them.

Rows keep WGS 84. CGCS2000 is treated as equal to it: both are realisations of the same reference
system and differ by less than a metre (the drift of the plates since 2000.0), which is less than a
boundary on a plan can be read to. GCJ-02 is WGS 84 bent by a formula inside China; its inverse is
iterated until it is exact. Every other system is refused by name: it would need its own parameters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.geometry import gcj_offset

WGS84, CGCS2000, GCJ02 = "WGS84", "CGCS2000", "GCJ02"
CHOICES: Final = (
    (WGS84, "WGS 84 (EPSG:4326)"),
    (CGCS2000, gettext_lazy("CGCS2000 国家大地坐标系（EPSG:4490）")),
    (GCJ02, gettext_lazy("GCJ-02（高德、腾讯地图）")),
)
DIGITS: Final = 7  # of a degree: about a centimetre
# What a GeoJSON `crs` member or a cell may call them, without signs and in small letters.
_NAMES: Final = {
    "wgs84": WGS84, "epsg4326": WGS84, "4326": WGS84, "crs84": WGS84, "ogc13crs84": WGS84,
    "ogccrs84": WGS84, "cgcs2000": CGCS2000, "epsg4490": CGCS2000, "4490": CGCS2000,
    "国家2000": CGCS2000, "gcj02": GCJ02, "gcj": GCJ02, "火星坐标": GCJ02, "火星坐标系": GCJ02,
}  # fmt: skip
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_STEPS: Final = 20
_TOLERANCE: Final = 1e-12


def known(name: str) -> str | None:
    """The system that a name means (`urn:ogc:def:crs:EPSG::4490` is CGCS2000), or None."""
    plain = re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", name.lower())
    return _NAMES.get(plain.removeprefix("urnogcdefcrs"))


def named_in(data: Any) -> str:
    """What the member `crs` of a GeoJSON file says; empty when it has none."""
    member = data.get("crs") if isinstance(data, dict) else None
    if member is None:
        return ""
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else member
    return name if isinstance(name, str) and name else "?"


def declared(in_file: str, chosen: str) -> str:
    """The system of a file, from what it says itself and what was chosen for it.

    Invalid when neither says it, when both differ, or when the file names one that is not known.
    """
    said = known(in_file) if in_file else None
    if in_file and said is None:
        raise Invalid(
            _("文件的坐标系是“%(crs)s”，只能读 WGS84、CGCS2000 经纬度或 GCJ-02，请先转换。")
            % {"crs": in_file[:60]},
            "crs",
        )
    picked = known(chosen) if chosen else None
    if said is None and picked is None:
        raise Invalid(_("文件没有写明坐标系，请选一个再上传。"), "crs")
    if said and picked and not _same(said, picked):
        raise Invalid(
            _("文件写的坐标系是%(said)s，您选的是%(picked)s，两个不一致。")
            % {"said": said, "picked": picked},
            "crs",
        )
    return said or picked or WGS84


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} == {WGS84, CGCS2000}


def to_wgs84(lonlat: Any, crs: str) -> Any:
    """Positions (n × 2, degrees) of a known system in WGS 84."""
    return _straightened(lonlat) if crs == GCJ02 else lonlat


def from_wgs84(lonlat: Any, crs: str) -> Any:
    """Positions (n × 2, degrees WGS 84) in a known system."""
    return _bent(lonlat) if crs == GCJ02 else lonlat


def shapes_to_wgs84(shapes: Sequence[BaseGeometry], crs: str) -> Any:
    """Shapes of a known system in WGS 84, rounded to a centimetre; heights are dropped."""
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    return shapely.transform(flat, lambda xy: np.round(to_wgs84(xy, crs), DIGITS))


def shapes_from_wgs84(shapes: Sequence[BaseGeometry], crs: str) -> Any:
    """Shapes in WGS 84 in a known system, to a tenth of a millimetre (so that the way back hits)."""
    flat = np.asarray(shapes, dtype=object)
    return shapely.transform(flat, lambda xy: np.round(from_wgs84(xy, crs), DIGITS + 2))


def _inside(lon: Any, lat: Any) -> Any:
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def _bent(lonlat: Any) -> Any:
    found = np.array(lonlat, dtype=float)
    rows = _inside(found[:, 0], found[:, 1])
    east, north = gcj_offset(found[rows, 0], found[rows, 1], np)
    found[rows] += np.column_stack([east, north])
    return found


def _straightened(lonlat: Any) -> Any:
    """The inverse by fixed-point iteration; its steps shrink a thousandfold each."""
    bent = np.array(lonlat, dtype=float)
    rows = _inside(bent[:, 0], bent[:, 1])
    guess = bent[rows].copy()
    for _step in range(_STEPS):
        east, north = gcj_offset(guess[:, 0], guess[:, 1], np)
        better = bent[rows] - np.column_stack([east, north])
        moved = float(np.abs(better - guess).max(initial=0.0))
        guess = better
        if moved < _TOLERANCE:
            break
    bent[rows] = guess
    return bent
