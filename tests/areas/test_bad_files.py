"""Files that are no import: one sentence each, and nothing is kept."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.areas.importing.rawshape import Fault, read_mapping, read_text
from gongzhi.areas.importing.readfile import MAX_BYTES, read_file
from gongzhi.areas.importing.sentences import sentence
from gongzhi.areas.models import AreaImport
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from .conftest import NOW, TODAY, collection, feature, square

Write = Callable[..., Path]
WKT = "POLYGON((113 30,113.01 30,113.01 30.01,113 30.01,113 30))"
OLD = Path(__file__).parents[1] / "kernel" / "oldbooks"
HEAD = "编码,名称,层级,类别,上级编码,起始日期,坐标系,图形\n"
ROW = f'420000001001001,甲格,3,grid,420000001001,2026-01-05,WGS84,"{WKT}"\n'


def workbook(rows: list[list[Any]], merge: str = "", formula: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    if merge:
        sheet.merge_range(merge, "合并")
    if formula:
        sheet.write_formula(formula, "=1+1", value="2")
    book.close()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(320):
            part.write(b"0" * 2**20)
    return out.getvalue()


GOOD = collection(feature("420000001", square(113.0, 30.0)))
PROJECTED = [[12579102.3, 3503549.8], [12580102.3, 3503549.8], [12580102.3, 3504549.8],
             [12579102.3, 3503549.8]]  # fmt: skip

WHOLE = [
    ("a.txt", "x", "GeoJSON、CSV 或 Excel"),
    ("a.geojson", "", "是空的"),
    ("a.csv", "", "是空的"),
    ("a.geojson", "{", "第1行不是有效的 JSON"),
    ("a.geojson", '{\n"type": "FeatureCollection",\n"features": [,]}', "第3行不是有效的 JSON"),
    ("a.geojson", "[" * 100_000, "不是有效的 JSON"),
    ("a.geojson", b"\xff\xfe\x00\x81", "UTF-8"),
    ("a.geojson", '{"type": ' + "9" * 5000 + "}", "不是有效的 JSON"),
    ("a.ods", b"PK\x03\x04nothing", "另存为 .xlsx"),
    ("a.geojson", "[]", "FeatureCollection"),
    ("a.geojson", '"text"', "FeatureCollection"),
    ("a.geojson", square(113.0, 30.0), "FeatureCollection"),
    ("a.geojson", collection(), "没有图形"),
    ("a.geojson", {"type": "FeatureCollection", "features": [{"type": "Feature"}]}, "第1个图形"),
    ("a.geojson", {"type": "FeatureCollection", "features": [None]}, "第1个图形"),
    ("a.geojson", collection({"type": "Feature", "properties": {"ID": 1}, "geometry": None}), "code"),
    ("a.geojson", collection(*GOOD["features"], crs="urn:ogc:def:crs:EPSG::3857"), "EPSG::3857"),
    ("a.geojson", collection(*GOOD["features"], crs="EPSG:2362"), "EPSG:2362"),
    ("a.geojson", collection(*GOOD["features"], crs=None), "没有写明坐标系"),
    ("a.geojson", {**GOOD, "crs": {"type": "link"}}, "坐标系是"),
    ("a.csv", HEAD, "没有内容"),
    ("a.csv", "\n\n", "没有表头"),
    ("a.csv", HEAD.replace("名称", "名字") + ROW, "不认识的列“名字”"),
    ("a.csv", HEAD.replace("编码,名称", "代号,名称"), "没有内容"),
    ("a.csv", "名称,坐标系\n甲,WGS84\n", "缺少“编码”一列"),
    ("a.csv", "编码,,层级,类别,上级编码,起始日期,坐标系,图形\n" + ROW, "表头有空的一列"),
    ("a.csv", HEAD + ROW + ROW.replace("WGS84", "GCJ-02"), "不止一种"),
    ("a.csv", HEAD + ROW.replace("WGS84", "西安80"), "西安80"),
    ("a.csv", HEAD + '420000001001001,"没有引号结尾\n', "第2行不是有效的CSV"),
    ("a.csv", ("编码\n1\n").encode("utf-16"), "表格"),
    ("a.xlsx", b"PK\x03\x04nothing", "不是表格"),
    ("a.xlsx", "编码,名称\n", "不是表格"),
    ("a.xlsx", workbook([["编码", "名称"], ["420000001", "甲"]], merge="C1:D1"), "C1:D1 是合并的"),
    ("a.xlsx", workbook([["编码", "名称"], ["420000001", "甲"]], formula="B3"), "B3 是公式"),
    ("a.xlsx", bomb, "解开后超过300 MB"),
    ("a.xls", (OLD / "merged_head.xls").read_bytes(), "B1:C1 是合并的"),
    ("a.xls", (OLD / "formula.xls").read_bytes(), "C2 是公式"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "words"), WHOLE, ids=range(len(WHOLE)))
def test_one_sentence_and_nothing_kept(
    sysadmin: Actor, write: Write, name: str, content: Any, words: str
) -> None:
    path = write(content() if callable(content) else content, name)
    with pytest.raises(Invalid) as caught:
        stage_file(actor=sysadmin, path=path, name=name, chosen_crs="", day=TODAY, at=NOW)
    said = str(caught.value)
    assert words in said
    assert said.count("。") == 1
    assert said.endswith("。")
    assert not AreaImport.objects.exists()


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.geojson"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)  # all zeros: reading it would say that it is no JSON
    with pytest.raises(Invalid, match=r"“big.geojson”有50 MB，最多30 MB"):
        read_file(path, name="big.geojson", chosen_crs="WGS84")
    assert MAX_BYTES == 30 * 2**20


LINE = [[113.0, 30.0], [113.01, 30.0]]
SHAPES = [
    ({"type": "Point", "coordinates": [113, 30]}, "shape_type"),
    ({"type": "LineString", "coordinates": LINE}, "shape_type"),
    ({"type": "GeometryCollection", "geometries": []}, "shape_collection"),
    ({"type": "Polygon", "coordinates": []}, "shape_empty"),
    ({"type": "Polygon", "coordinates": [[[30.0, 113.0], [30.01, 113.0], [30.01, 113.01], [30.0, 113.0]]]}, "swapped"),
    ({"type": "Polygon", "coordinates": [[*LINE, [113.01, 30.01], [113.0, 30.01]]]}, "ring_open"),
    ({"type": "Polygon", "coordinates": [[*LINE, [113.0, 30.0]]]}, "ring_short"),
    ({"type": "Polygon", "coordinates": [PROJECTED]}, "projected"),
    ({"type": "Polygon", "coordinates": [[[200, 30], [201, 30], [201, 31], [200, 30]]]}, "out_of_range"),
    ({"type": "Polygon", "coordinates": [[["113", "30"]] * 4]}, "number_form"),
    ({"type": "Polygon", "coordinates": [[[float("nan"), 30.0]] * 4]}, "number_form"),
    ({"type": "Polygon", "coordinates": [[[True, False]] * 4]}, "number_form"),
    ({"type": "Polygon", "coordinates": [[1, 2, 3, 4]]}, "number_form"),
    ({"type": "Polygon", "coordinates": "x"}, "shape_form"),
    ({"type": "MultiPolygon", "coordinates": [[]]}, "shape_empty"),
    ({"type": 5}, "shape_form"),
    ([1, 2], "shape_form"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "key"), SHAPES, ids=range(len(SHAPES)))
def test_shapes_that_are_none(write: Write, shape: Any, key: str) -> None:
    path = write(collection(feature("420000001001001", shape, name="甲")))
    [problem] = read_file(path, name="a.geojson", chosen_crs="").problems
    assert (problem.key, problem.line, problem.column) == (key, 1, "geometry")
    assert sentence(problem)


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["\x00", "a\x00b", "\ud800", "\u2066x", "\x85", "\u200f甲"])
@pytest.mark.parametrize("where", ["code", "name", "kind", "level", "from", "parent_code"])
def test_characters_that_no_database_keeps(
    sysadmin: Actor, write: Write, where: str, bad: str
) -> None:
    """They are staged with what is wrong with them: the preview says it, the answer is no error."""
    values = {"code": "420000001001001", "name": "甲", where: bad}
    text = json.dumps(collection({"type": "Feature", "properties": values, "geometry": None}))
    row = stage_file(
        actor=sysadmin, path=write(text), name="a.geojson", chosen_crs="", day=TODAY, at=NOW
    )
    row.refresh_from_db()
    assert row.found["errors"] + len(row.read_problems) >= 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"type":"Polygon","coordinates":[[[' + "9" * 5000 + ",1]]]}", "shape_form"),
        ("[" * 100_000, "shape_form"),
        ("POINT(113 30)", "shape_type"),
        ("GEOMETRYCOLLECTION(POINT(113 30))", "shape_collection"),
        ("POLYGON((113 30,113.01 30,113.01 30.01,113 30.01))", "ring_open"),
        ("POLYGON EMPTY", "shape_empty"),
        ("POLYGON((", "shape_form"),
        ("{not json", "shape_form"),
        ("你好", "shape_form"),
    ],
)
def test_texts_that_are_no_shape(text: str, key: str) -> None:
    with pytest.raises(Fault) as caught:
        read_text(text)
    assert caught.value.key == key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings_are_found_out(write: Write, encoding: str) -> None:
    read = read_file(write((HEAD + ROW).encode(encoding), "a.csv"), name="a.csv", chosen_crs="")
    [line] = read.lines
    assert (line.name, line.line, line.level, read.problems) == ("甲格", 2, 3, [])
    assert line.shape is not None
    text = json.dumps(GOOD, ensure_ascii=False).replace("420000001", "420000002")
    assert read_file(write(text.encode(encoding)), name="a.geojson", chosen_crs="").lines


def test_dates_of_excel_and_numbers_as_codes(write: Write) -> None:
    from datetime import date

    rows = [["编码", "名称", "起始日期"], [420000001, "甲", 45000], [420000002, "乙", "2026/3/5"],
            [420000001001001001, "丙", ""]]  # fmt: skip
    read = read_file(write(workbook(rows), "a.xlsx"), name="a.xlsx", chosen_crs="WGS84")
    assert [(p.key, p.line, p.column) for p in read.problems] == [
        ("date_serial", 2, "valid_from"), ("code_rounded", 4, "code")]  # fmt: skip
    assert [line.code for line in read.lines] == ["420000001", "420000002"]
    assert read.lines[1].valid_from == date(2026, 3, 5)


def test_a_boolean_is_no_code(write: Write) -> None:
    path = write(collection(feature(True, square(113.0, 30.0))))  # type: ignore[arg-type]
    assert [p.key for p in read_file(path, name="a.json", chosen_crs="").problems] == [
        "code_missing"
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometries", "Polygon", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(JSON, st.sampled_from(["Polygon", "MultiPolygon"]))
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_shape_or_a_fault(noise: Any, kind: str) -> None:
    for geometry in (noise, {"type": kind, "coordinates": noise}):
        with suppress(Fault):
            read_mapping(geometry)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_shape_or_a_fault(noise: str) -> None:
    for text in (noise, f"POLYGON({noise}", f"POLYGON(({noise}))", "{" + noise):
        with suppress(Fault):
            read_text(text)


@given(seed=st.integers(0, 10**9))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged_files_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Bytes flipped, cut and doubled: a sentence, never an error of our own."""
    chance = random.Random(seed)
    sources = {
        "a.geojson": json.dumps(GOOD, ensure_ascii=False).encode(),
        "a.csv": (HEAD + ROW * 3).encode(),
        "a.xlsx": workbook([HEAD.strip().split(","), ["420000001001001", "甲格"]]),
    }
    name = chance.choice(sorted(sources))
    raw = bytearray(sources[name])
    for _round in range(chance.randint(1, 12)):
        at = chance.randrange(len(raw))
        match chance.randrange(3):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                del raw[at : at + chance.randint(1, 40)]
            case _:
                raw[at:at] = raw[at : at + chance.randint(1, 40)]
        if not raw:
            break
    path = tmp_path / name
    path.write_bytes(bytes(raw))
    said: list[str] = []
    try:
        read = read_file(path, name=name, chosen_crs=chance.choice(["", "WGS84", "GCJ02"]))
        said += [sentence(problem) for problem in read.problems]
    except Invalid as error:
        said.append(str(error))
    assert all(said)


def test_a_table_of_names_only_needs_no_coordinate_system(write: Write) -> None:
    """A system is asked for as soon as one row has a shape."""
    heads, names = "编码,名称,层级,上级编码", "420000001009,新社区,2,420000001"
    read = read_file(write(f"{heads}\n{names}\n".encode(), "a.csv"), name="a.csv", chosen_crs="")
    assert read.crs == "WGS84"
    assert [line.code for line in read.lines] == ["420000001009"]
    drawn = f'{heads},图形\n{names},"POLYGON ((113 30, 113.1 30, 113.1 30.1, 113 30))"\n'
    with pytest.raises(Invalid) as caught:
        read_file(write(drawn.encode(), "b.csv"), name="b.csv", chosen_crs="")
    assert caught.value.field == "crs"
