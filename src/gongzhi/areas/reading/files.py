"""Reads for the pages of import, export, map editor and plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors
from gongzhi.areas.importing.columns import TITLES
from gongzhi.areas.importing.lines import Problem
from gongzhi.areas.importing.sentences import column_title, sentence
from gongzhi.areas.models import AreaImport
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.geometry import to_shape

RECENT: Final = 30
DRAWN: Final = 1500  # shapes on the map of a preview: what a browser draws at once
SHOWN: Final = 300  # rows of a table on a page
# Of a shape on the map: not changed, new, another shape, with a problem.
KEPT, NEW, RESHAPED, WRONG = 0, 1, 2, 3


def area_choices(*, with_leaves: bool = False) -> list[tuple[str, str]]:
    """Areas for a select, as a tree: those with others below, and the leaves when asked for."""
    found: list[tuple[str, str]] = []

    def walk(area: AreaRef, depth: int) -> None:
        below = selectors.children(area.id)
        if below or with_leaves:
            indent = "\u3000" * depth
            found.append((area.code, f"{indent}{area.label(get_language() or 'zh')}"))
        for child in below:
            walk(child, depth + 1)

    for root in selectors.children(None):
        walk(root, 0)
    return found


def recent_imports() -> list[AreaImport]:
    """The newest imports, without their rows."""
    return list(AreaImport.objects.defer("rows", "read_problems").order_by("-made_at")[:RECENT])


def import_row(import_id: int) -> AreaImport:
    """One import without its rows. NotFound."""
    row = AreaImport.objects.defer("rows").filter(pk=import_id).first()
    if row is None:
        raise NotFound
    return row


def problem_rows(row: AreaImport) -> list[dict[str, Any]]:
    """Problems as the table shows them: place, code, sentence."""
    unit = _("第%(n)d个图形") if row.file_name.lower().endswith("json") else _("第%(n)d行")
    found = []
    for one in row.found["problems"]:
        problem = Problem.from_json(one)
        found.append(
            {
                "where": unit % {"n": problem.line} if problem.line else _("上级"),
                "column": column_title(problem),
                "code": problem.code,
                "sentence": sentence(problem),
                "at": problem.at,
                "notice": problem.notice,
            }
        )
    return found


def change_words(change: dict[str, Any]) -> list[str]:
    """What a row would do, in words."""
    words = []
    if "new" in change["changed"]:
        words.append(_("新增"))
    if "name" in change["changed"]:
        words.append(_("改名：%(before)s → %(after)s") % {
            "before": change["before"], "after": change["name"]})  # fmt: skip
    if "name_en" in change["changed"]:
        words.append(_("改英文名：%(before)s → %(after)s") % {
            "before": change["before_en"] or "—", "after": change["name_en"]})  # fmt: skip
    if "shape" in change["changed"] and "new" not in change["changed"]:
        words.append(_("改边界"))
    return words


def preview_shapes(import_id: int) -> dict[str, Any]:
    """GeoJSON of the staged shapes, at most `DRAWN`: what changes on top, its surroundings below.

    What does not change is drawn only near what does, and only where nothing below it is drawn.
    """
    row = AreaImport.objects.filter(pk=import_id).first()
    if row is None:
        raise NotFound
    wrong = {one["code"] for one in row.found["problems"] if not one["notice"]}
    changed = {one["code"]: one["changed"] for one in row.found["changes"]}
    features = [
        _drawn(line, wrong, changed.get(line["code"], []))
        for line in row.rows
        if line["shape"] is not None
    ]
    above = {line["parent_code"] for line in row.rows}
    upper = [one for one in features if one["properties"]["value"] != KEPT]
    under = [
        one for one in features
        if one["properties"]["value"] == KEPT and one["properties"]["code"] not in above
    ]  # fmt: skip
    if upper:
        frame = shapely.box(*shapely.total_bounds([to_shape(one["geometry"]) for one in upper]))
        frame = frame.buffer(frame.length / 8)
        under = [one for one in under if frame.intersects(to_shape(one["geometry"]))]
    upper.sort(key=lambda one: -one["properties"]["value"])
    under = under[: max(0, DRAWN - len(upper))]
    return {"type": "FeatureCollection", "features": under + upper[:DRAWN][::-1]}


def _drawn(line: dict[str, Any], wrong: set[str], changed: list[str]) -> dict[str, Any]:
    value, word = KEPT, _("不变")
    if line["code"] in wrong:
        value, word = WRONG, _("有问题")
    elif "new" in changed:
        value, word = NEW, _("新增")
    elif "shape" in changed:
        value, word = RESHAPED, _("改边界")
    name = line["name"] or _name(line["code"])
    properties = {"code": line["code"], "name": name, "value": value, "label": word}
    return {"type": "Feature", "geometry": line["shape"], "properties": properties}


def preview_points(import_id: int) -> dict[str, Any]:
    """Places of the problems for the map."""
    row = import_row(import_id)
    points = [
        {
            "lon": one["at"][0],
            "lat": one["at"][1],
            "tone": "warn" if one["notice"] else "bad",
            "title": one["sentence"],
        }
        for one in problem_rows(row)
        if one["at"]
    ]
    return {"points": points[:DRAWN]}


def preview_classes() -> list[dict[str, Any]]:
    """Colours of `preview_shapes`, named."""
    return [
        {"from": KEPT, "label": _("不变"), "tone": "0"},
        {"from": NEW, "label": _("新增"), "tone": "2"},
        {"from": RESHAPED, "label": _("改边界"), "tone": "3"},
        {"from": WRONG, "label": _("有问题"), "tone": "5"},
    ]


def _name(code: str) -> str:
    area = selectors.area_by_code(code)
    return area.label(get_language() or "zh") if area else code


@dataclass(frozen=True)
class ColumnHelp:
    """A column of the tables, for the page that says what may be uploaded."""

    title: str
    key: str
    text: str


def column_help() -> list[ColumnHelp]:
    """What each column of a file means."""
    texts = {
        "code": _("必填。县6位、街道乡镇9位、社区12位，网格在社区编码后加位"),
        "name": _("新的区域必填，最多80字"),
        "name_en": _("可以不填"),
        "level": _("新的区域必填：0县、1街道……按本市的层级"),
        "kind": _("这一级只有一种类别时可以不填"),
        "parent_code": _("新的区域必填；改上级请到区划调整"),
        "valid_from": _("只对新的区域：从哪天起有它，不填就是生效那天"),
        "crs": _("表格里写明坐标系，GeoJSON写在 crs 里"),
        "geometry": _("WKT 或 GeoJSON 的面；不填就不改边界"),
    }
    return [ColumnHelp(str(TITLES[key]), key, text) for key, text in texts.items()]
