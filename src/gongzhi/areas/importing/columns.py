"""Headings of tables and names of GeoJSON properties: each has a key and a Chinese title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

TITLES: Final = {
    "code": _("编码"),
    "name": _("名称"),
    "name_en": _("英文名"),
    "level": _("层级"),
    "kind": _("类别"),
    "parent_code": _("上级编码"),
    "valid_from": _("起始日期"),
    "valid_to": _("终止日期"),
    "crs": _("坐标系"),
    "geometry": _("图形"),
}
# Read in either language, whatever language the page speaks.
_CHINESE: Final = {
    "编码": "code", "代码": "code", "名称": "name", "英文名": "name_en", "层级": "level",
    "类别": "kind", "上级编码": "parent_code", "上级代码": "parent_code", "起始日期": "valid_from",
    "终止日期": "valid_to", "坐标系": "crs", "图形": "geometry",
}  # fmt: skip
_ENGLISH: Final = {
    "code": "code", "name": "name", "english name": "name_en", "name_en": "name_en",
    "level": "level", "kind": "kind", "parent code": "parent_code", "parent_code": "parent_code",
    "from": "valid_from", "valid_from": "valid_from", "until": "valid_to", "valid_to": "valid_to",
    "coordinate system": "crs", "crs": "crs", "shape": "geometry", "geometry": "geometry",
    "wkt": "geometry",
}  # fmt: skip


def meaning(heading: str) -> str | None:
    """The key of a heading; `geometry_2`, `图形2` continue a shape too long for one cell."""
    plain = heading.strip().lower().rstrip("0123456789").rstrip("_ ")
    found = _CHINESE.get(plain) or _ENGLISH.get(plain)
    if found != "geometry" and plain != heading.strip().lower():
        return None
    return found


def missing(found: Iterable[str]) -> list[str]:
    """Keys of the columns without which no row can be read."""
    return [key for key in ("code",) if key not in set(found)]
