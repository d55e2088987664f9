"""Reading and checking `areas/levels.yaml`, `areas/areas.csv` and `areas/shapes.geojson`."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.areas.profile.coverage import add_parents, check_coverage, read_shapes
from gongzhi.areas.profile.madeup import MadeUpFile, children_of, grow
from gongzhi.areas.profile.schema import AreaLine, LevelsFile
from gongzhi.areas.profile.tiling import Sheet, draw
from gongzhi.kernel.geometry import geojson_of
from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import check_document, check_rows
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document

COLUMNS = ("code", "name", "name_en", "level", "parent_code", "kind")


@dataclass(frozen=True)
class AreaRecord:
    """What a profile says about one area. `centre` is a point inside it, degrees."""

    code: str
    name: str
    name_en: str
    level: int
    parent_code: str
    kind: str
    shape: dict[str, Any] | None
    centre: tuple[float, float] | None


def check_areas(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Check the files; leave `AreaRecord`s by code, parents first, in `context.work["areas"]`."""
    context.work["areas"] = {}
    levels_file = source.yaml("areas/levels.yaml")
    levels = check_document(levels_file, LevelsFile, problems) if levels_file else None
    rows = source.rows("areas/areas.csv", columns=COLUMNS, key=("code",))
    lines = check_rows(rows, AreaLine, problems)
    if levels_file is not None and levels is not None:
        _check_levels(levels_file, levels, problems)
    if levels is None or not lines:
        return None
    numbers = {level.no for level in levels.levels}
    _check_tree(lines, numbers, problems)
    areas = [line for _row, line in lines]
    if source.exists("areas/made_up.yaml"):
        areas, shapes = _made_up(source, areas, numbers, problems)
    else:
        shapes, places = read_shapes(source, {line.code for line in areas}, problems)
        check_coverage(areas, shapes, places, problems)
        if not problems:
            add_parents(areas, shapes)
    records = [
        AreaRecord(**line.model_dump(), **_shape_fields(shapes.get(line.code)))
        for line in sorted(areas, key=lambda line: (line.level, line.code))
    ]
    context.work["areas"] = {record.code: record for record in records}
    return levels.model_dump(mode="json") | {"count": len(records), "digest": _digest(records)}


def _check_levels(document: Document, file: LevelsFile, problems: Problems) -> None:
    """Each number and each key once, and the county's level 0 among them."""
    seen: dict[tuple[str, str], int] = {}
    for index, level in enumerate(file.levels):
        for field, value in (("no", str(level.no)), ("key", level.key)):
            first = seen.setdefault((field, value), index)
            if first != index:
                place = document.place("levels", index, field)
                problems.add(
                    place,
                    _("与第 %(number)s 行的层级重复：%(value)s")
                    % {"number": first + 1, "value": value},
                )
    if ("no", "0") not in seen:
        problems.add(document.place("levels"), _("缺少第 0 级：最上面的一级"))


def _check_tree(lines: list[tuple[Row, AreaLine]], levels: set[int], problems: Problems) -> None:
    by_code = {line.code: line for _row, line in lines}
    roots = [row for row, line in lines if not line.parent_code]
    for row in roots[1:]:
        problems.add(
            row.place("parent_code"),
            _("只能有一个最上级区域，第 %(line)s 行已是") % {"line": roots[0].line},
        )
    for row, line in lines:
        if line.level not in levels:
            problems.add(
                row.place("level"),
                _("没有这一层级：%(level)s") % {"level": line.level},
                sorted(levels),
            )
        if not line.parent_code:
            continue
        parent = by_code.get(line.parent_code)
        if parent is None:
            problems.add(
                row.place("parent_code"),
                _("没有这个上级编码：%(parent_code)s") % {"parent_code": line.parent_code},
            )
        elif parent.level >= line.level:
            problems.add(
                row.place("level"),
                _("层级应大于上级“%(name)s”的 %(level)s")
                % {"name": parent.name, "level": parent.level},
            )


def _made_up(
    source: ProfileSource, lines: list[AreaLine], levels: set[int], problems: Problems
) -> tuple[list[AreaLine], dict[str, Any]]:
    """The lines with those that `made_up.yaml` adds, and shapes drawn for all of them."""
    document = source.yaml("areas/made_up.yaml")
    spec = check_document(document, MadeUpFile, problems) if document else None
    if document is None or spec is None or problems:
        return lines, {}
    lines = lines + grow(lines, levels, spec, document, problems)
    root = next(line.code for line in lines if not line.parent_code)
    sheet = Sheet(lon=spec.sheet.lon, lat=spec.sheet.lat, side=spec.sheet.side)
    return lines, {} if problems else draw(children_of(lines), root, sheet)


def _shape_fields(shape: Any) -> dict[str, Any]:
    if shape is None:
        return {"shape": None, "centre": None}
    point = shape.representative_point()
    return {"shape": geojson_of(shape), "centre": (round(point.x, 6), round(point.y, 6))}


def _digest(records: list[AreaRecord]) -> str:
    text = json.dumps([vars(record) for record in records], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
