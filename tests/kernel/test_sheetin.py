"""Tables that people bring: what cannot be understood is refused in words, never half read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.kernel.workbooks import cell_name, check_workbook, column_number


def book(rows: list[list[Any]], far: str = "", merge: str = "") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
        if far:
            sheet.write(far, "x")
        if merge:
            sheet.merge_range(merge, "合并")
    return out.getvalue()


def with_error_cell(value: str) -> bytes:
    """A value of Excel that is an error, without a formula: pasted as a value."""
    out, made = io.BytesIO(), io.BytesIO(book([["账号", "姓名"], ["a", "ERROR"]]))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                cell = b'<c r="B2" t="s"><v>3</v></c>'
                assert cell in data
                data = data.replace(cell, f'<c r="B2" t="e"><v>{value}</v></c>'.encode())
            new.writestr(part, data)
    return out.getvalue()


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_short_first_row_takes_no_column_from_the_rest(tmp_path: Path) -> None:
    rows = read_sheet(write(tmp_path, "a.csv", "编码,名称,上级\n1,甲\n2,乙,9\n"))
    assert [row.values for row in rows] == [
        {"编码": "1", "名称": "甲", "上级": ""},
        {"编码": "2", "名称": "乙", "上级": "9"},
    ]


def test_empty_headings_at_the_end_are_none(tmp_path: Path) -> None:
    [row] = read_sheet(write(tmp_path, "a.csv", "编码,名称,,\n1,甲,,\n"))
    assert row.values == {"编码": "1", "名称": "甲"}


REFUSED = [
    ("a.csv", "编码,名称,名称\n1,甲,乙\n", "“名称”这一列有两个"),
    ("a.csv", "编码,名称\n1,甲\n2,乙,丙\n", "第3行比表头多出了内容"),
    ("a.xlsx", book([["编码"], ["1"]], far="XFD1048576"), "第1048576行、第16384列"),
    ("a.xlsx", book([["编码", "名称"], ["1", "甲"]], merge="C1:D1"), "C1:D1 是合并的"),
    ("a.xlsx", with_error_cell("#REF!"), "B2 是错误值（#REF!）"),
    ("a.ods", b"PK\x03\x04", "另存为 .xlsx 或 CSV"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "不是表格"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes | str, words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        read_sheet(write(tmp_path, name, content))
    assert words in str(caught.value)
    assert str(caught.value).count("。") == 1


def test_a_cell_may_hold_the_outline_of_a_district(tmp_path: Path) -> None:
    long = "POLYGON((" + ",".join(["113.0000001 30.0000001"] * 20_000) + "))"
    [row] = read_sheet(write(tmp_path, "a.csv", f'编码,图形\n1,"{long}"\n'))
    assert row.get("图形") == long


def test_names_of_cells() -> None:
    names = {(0, 0): "A1", (4, 25): "Z5", (1, 26): "AA2", (1_048_575, 16_383): "XFD1048576"}
    for (row, column), name in names.items():
        assert cell_name(row, column) == name
        assert column_number(name.rstrip("0123456789")) == column + 1


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HIDDEN = {
    "quotes": FAR.replace(b'"', b"'"),
    "spaces": FAR.replace(b'r="', b'r = "'),
    "small": FAR.replace(b"XFD", b"xfd"),
    "prefix": FAR.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>"),
    "in an attribute": FAR.replace(b"<c ", b"<c a=\"&gt; r='A1' >\" "),
    "without places": b"<row r='7'>%s</row><row r='1048000'><c/></row>" % (b"<c/>" * 16_000),
}


def rewritten(inside: bytes, name: str = "sheet1.xml") -> bytes:
    """A table with more in its sheet, which another part may hold."""
    out, made = io.BytesIO(), io.BytesIO(book([["账号"], ["a"]]))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part).replace(b"</sheetData>", inside + b"</sheetData>")
            data = data.replace(b"worksheets/sheet1.xml", b"worksheets/" + name.encode())
            new.writestr(part.filename.replace("sheet1.xml", name), data)
    return out.getvalue()


@pytest.mark.parametrize("way", HIDDEN)
def test_a_cell_far_away_is_found_however_it_is_written(tmp_path: Path, way: str) -> None:
    """Laid out, the rectangle would take all memory and the process with it."""
    with pytest.raises(Invalid, match="表格一直延伸到第104"):
        check_workbook(write(tmp_path, "a.xlsx", rewritten(HIDDEN[way])))


def test_a_sheet_is_looked_at_whatever_its_part_is_called(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="表格一直延伸到第1048576行、第16384列"):
        check_workbook(write(tmp_path, "a.xlsx", rewritten(FAR, "data.xml")))
    [row] = read_sheet(write(tmp_path, "b.xlsx", rewritten(b"", "data.xml")))
    assert row.values == {"账号": "a"}


def test_a_name_that_stands_twice_hides_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", rewritten(FAR))
    with zipfile.ZipFile(io.BytesIO(rewritten(b""))) as plain:
        sheet = plain.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(Invalid, match="表格一直延伸到"):
        check_workbook(path)
