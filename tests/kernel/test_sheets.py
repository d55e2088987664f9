"""Excel files as a reader finds them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from gongzhi.kernel import sheets
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheets import Column, neutralise, write_xlsx, write_xlsx_to


def read(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def test_values_arrive_as_what_they_are() -> None:
    at = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    data = write_xlsx(
        [Column(gettext_lazy("编号"), 20), "时间", "日期", "数", "比例", "是否", "单位", "空"],
        [["QA26112100042", at, date(2026, 1, 2), 7, Decimal("0.5"), True, ["甲", "乙"], None]],
        title="工单/导出",
    )
    heading, row = read(data)
    assert heading[:3] == ["编号", "时间", "日期"]
    assert row[:7] == [
        "QA26112100042",
        datetime(2026, 11, 22, 0, 30),  # local time
        date(2026, 1, 2),
        7.0,
        0.5,
        "是",
        "甲、乙",
    ]
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == ["工单 导出"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert neutralise(text) == "'" + text
    heading, row = read(write_xlsx([text], [[text]]))
    assert str(heading[0]).startswith("'")
    assert str(row[0]).startswith("'")


def test_numbers_stay_numbers_and_long_ones_text() -> None:
    assert read(write_xlsx(["a", "b"], [[-5, 1301234567890123456]]))[1] == [
        -5.0,
        "1301234567890123456",
    ]


def test_links_are_only_text_and_long_text_is_cut() -> None:
    row = read(write_xlsx(["a", "b"], [["http://example.com", "长" * 40_000]]))[1]
    assert row[0] == "http://example.com"
    assert len(str(row[1])) == sheets.MAX_CELL


def test_writing_to_a_file_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "a b.xlsx"
    assert write_xlsx_to(str(path), ["n"], ([n] for n in range(1000))) == 1000
    assert len(read(path.read_bytes())) == 1001
    assert write_xlsx_to(BytesIO(), ["n"], []) == 0


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    with pytest.raises(Invalid, match="行数"):
        write_xlsx(["n"], [[n] for n in range(4)])
