"""Workbooks of the old kind (.xls, made with xlwt): read rightly, or refused by the cell's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.oldworkbooks import sheets_of
from gongzhi.kernel.sheetin import read_sheet

BOOKS = Path(__file__).parent / "oldbooks"


def test_a_plain_one_is_read_like_any_table() -> None:
    rows = read_sheet(BOOKS / "dates.xls")
    assert [(row.line, row.get("编码"), row.get("名称")) for row in rows] == [
        (2, "420000001", "甲"), (3, "420000002", "乙")
    ]  # fmt: skip
    assert [row.get("说明") for row in rows] == ["2026-03-01", "y"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("merged_head.xls", "单元格 B1:C1 是合并的"),
        ("merged_body.xls", "单元格 B2:B3 是合并的"),
        ("formula.xls", "单元格 C2 是公式"),
        # Readers lay out every sheet: a cell at the end of another takes all memory as well.
        ("second_far.xls", "一直延伸到第65536行、第65536列"),
    ],
)
def test_what_would_be_half_read_is_named(name: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_sheet(BOOKS / name)


def with_error_cell(folder: Path) -> Path:
    """The cell of a date turned into an error cell, byte by byte."""
    raw = (BOOKS / "dates.xls").read_bytes()
    number = raw.index(b"\x7e\x02\x0a\x00\x01\x00\x02\x00")
    cell = raw[number + 4 : number + 10]
    made = b"\x05\x02\x0a\x00" + cell + b"\x07\x01\x00\x00"
    path = folder / "error.xls"
    path.write_bytes(raw[:number] + made + raw[number + len(made) :])
    return path


def test_an_error_cell_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="单元格 C2 是错误值（#DIV/0!）"):
        read_sheet(with_error_cell(tmp_path))


def test_damaged_ones_are_refused_in_words(tmp_path: Path) -> None:
    """Cut off anywhere, or with any sector pointing anywhere: a sentence, never a loop."""
    raw = (BOOKS / "dates.xls").read_bytes()
    path = tmp_path / "a.xls"
    for at in range(0, len(raw), 97):
        for made in (raw[:at], raw[:at] + b"\x00\x00\x00\x00" + raw[at + 4 :],
                     raw[:at] + b"\xff" * 8 + raw[at + 8 :]):  # fmt: skip
            path.write_bytes(made)
            try:
                sheets_of(path)
            except ValueError:
                continue
    path.write_bytes(raw[:600])
    with pytest.raises(Invalid, match="不是表格"):
        read_sheet(path)
