"""Reading and checking `areas/levels.yaml`, `areas/areas.csv` and `areas/shapes.geojson`."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from gongzhi.areas.coverage import check_coverage, read_shapes
from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, check_document, check_rows
from gongzhi.profiles.source import ProfileSource

COLUMNS = ("code", "name", "name_en", "level", "parent_code", "kind")


class Level(Shape):
    """One level of the grid: 0 is the county, higher numbers are smaller."""

    no: Annotated[int, Field(ge=0, le=9)]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    zh: str
    en: str
    size_zh: str = ""
    size_en: str = ""


class LevelsFile(Shape):
    """`areas/levels.yaml`. `valid_from`: since when areas that are new to the database exist."""

    valid_from: date
    levels: Annotated[list[Level], Field(min_length=1)]


class AreaLine(Shape):
    """One row of `areas/areas.csv`."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6,20}$")]
    name: Annotated[str, Field(max_length=80)]
    name_en: str = ""
    level: int
    parent_code: str = ""
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


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
    """Check the files; leave `AreaRecord`s, parents first, in `context.work["areas"]`."""
    context.work["areas"] = []
    levels_file = source.yaml("areas/levels.yaml")
    levels = check_document(levels_file, LevelsFile, problems) if levels_file else None
    rows = source.rows("areas/areas.csv", columns=COLUMNS, key=("code",))
    lines = check_rows(rows, AreaLine, problems)
    if levels is None or not lines:
        return None
    _check_tree(lines, {level.no for level in levels.levels}, problems)
    known = {line.code for _row, line in lines}
    shapes, places = read_shapes(source, known, problems)
    check_coverage([line for _row, line in lines], shapes, places, problems)
    records = [
        AreaRecord(**line.model_dump(), **_shape_fields(shapes.get(line.code)))
        for _row, line in sorted(lines, key=lambda pair: (pair[1].level, pair[1].code))
    ]
    context.work["areas"] = records
    return levels.model_dump(mode="json") | {"count": len(records), "digest": _digest(records)}


def _check_tree(lines: list[tuple[Row, AreaLine]], levels: set[int], problems: Problems) -> None:
    by_code = {line.code: line for _row, line in lines}
    roots = [row for row, line in lines if not line.parent_code]
    for row in roots[1:]:
        problems.add(row.place("parent_code"), f"只能有一个最上级区域，第 {roots[0].line} 行已是")
    for row, line in lines:
        if line.level not in levels:
            problems.add(row.place("level"), f"没有这一层级：{line.level}", sorted(levels))
        if not line.parent_code:
            continue
        parent = by_code.get(line.parent_code)
        if parent is None:
            problems.add(row.place("parent_code"), f"没有这个上级编码：{line.parent_code}")
        elif parent.level >= line.level:
            problems.add(row.place("level"), f"层级应大于上级“{parent.name}”的 {parent.level}")


def _shape_fields(shape: Any) -> dict[str, Any]:
    if shape is None:
        return {"shape": None, "centre": None}
    point = shape.representative_point()
    geometry = json.loads(json.dumps(shape.__geo_interface__))
    return {"shape": geometry, "centre": (round(point.x, 6), round(point.y, 6))}


def _digest(records: list[AreaRecord]) -> str:
    text = json.dumps([asdict(record) for record in records], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
