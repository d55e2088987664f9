"""Workbooks as offices have them: one sentence each, with row and column, and nothing written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person, TalentEntry
from gongzhi.registers.reading.imports import problems_of
from gongzhi.registers.services.apply_import import apply_import, ask_to_apply
from gongzhi.registers.services.check_import import check_import
from gongzhi.registers.services.stage_import import stage_import
from tests.registers.conftest import Place, identity
from tests.registers.test_import import rows, staged

HEADINGS = ("楼栋编码", "房号", "姓名", "身份证号")


def book(
    *cells: list[Any],
    headings: Sequence[str] = HEADINGS,
    formula: str = "",
    merge: str = "",
    day: date | None = None,
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"remove_timezone": True}) as made:
        sheet = made.add_worksheet()
        if merge:
            sheet.merge_range(merge, "居民登记表")
        for number, row in enumerate([headings, *cells], 1 if merge else 0):
            sheet.write_row(number, 0, row)
        if formula:
            sheet.write_formula("C2", formula, value="周小明")
        if day:
            sheet.write_datetime("E2", day, made.add_format({"num_format": "yyyy-mm-dd"}))
    return out.getvalue()


PERSON = ["LY-1", "2-301", "周小明", identity(1)]


OLD = Path(__file__).parents[1] / "kernel" / "oldbooks"


@pytest.mark.parametrize(
    ("data", "said", "name"),
    [
        (book(PERSON, merge="A1:D1"), "A1:D1 是合并的", "人.xlsx"),
        (book(PERSON, formula='="周"&"小明"'), "C2 ", "人.xlsx"),
        ((OLD / "merged_head.xls").read_bytes(), "B1:C1 是合并的", "人.xls"),
        ((OLD / "formula.xls").read_bytes(), "C2 是公式", "人.xls"),
    ],
)
def test_merged_headings_and_formulas(place: Place, data: bytes, said: str, name: str) -> None:
    place.with_homes("2-301")
    row = staged(place, data, name)
    assert row.problem_count == 1
    sentence = problems_of(row)[0][2]
    assert said in sentence
    assert sentence.count("。") == 1
    assert not Person.reached.exists()


def test_half_a_million_rows_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编码,名称\n" + "1,甲\n" * 500_000, encoding="utf-8")
    with pytest.raises(Invalid, match="一次最多200000行"):
        read_sheet(path)


def test_identity_numbers_that_are_numbers(place: Place) -> None:
    """Excel rounds them: the one that was meant cannot be known any more."""
    place.with_homes("2-301")
    wrong = staged(place, book(PERSON, [*PERSON[:3], 130283199003070018]))
    assert [(line, column) for line, column, _sentence in problems_of(wrong)] == [(3, "身份证号")]
    assert "130283" not in str(problems_of(wrong))
    assert not Person.reached.exists()


def test_dates_are_understood_and_numbers_of_days_are_not(place: Place) -> None:
    common = [place.grid.code, "周小明", "维修", "修锁"]
    titles = ["社区或网格编码", "姓名", "技能类别", "会什么", "本人同意日期"]
    data = book(
        [*common, ""], [*common[:1], "周小红", *common[2:], 46082],
        headings=titles, day=date(2026, 3, 1),
    )  # fmt: skip
    row = stage_import(
        actor=place.clerk, register=REGISTERS["talent"], data=data, file_name="人才.xlsx"
    )
    check_import(import_id=row.pk)
    row.refresh_from_db()
    # The date of the second row lost its format: 46082 days since 1900.
    assert [(line, column) for line, column, _ in problems_of(row)] == [(3, "本人同意日期")]
    assert "2026-03-01" in problems_of(row)[0][2]
    assert not TalentEntry.reached.exists()


def test_the_same_people_in_another_file_are_no_second_people(place: Place) -> None:
    place.with_homes("2-301", "2-302")
    first = staged(place, rows(3))
    second = staged(place, [one | {"number": "2-302"} for one in rows(3)], "另一张.xlsx")
    assert second.counts == {"new": 3}  # nothing is written yet
    for row in (first, second):
        ask_to_apply(actor=place.clerk, import_id=row.pk)
        assert apply_import(import_id=row.pk) is not None
    assert Person.reached.count() == 3
    assert set(Person.reached.values_list("home__number", flat=True)) == {"2-302"}
