"""JN-26 六位一体: six lines of work group the desk's pages and the wall's figures."""

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.web.model import Part
from tests.acceptance.cities import city as place
from tests.orders.conftest import City

LINES = ["党建", "自治", "服务", "物业", "教育", "治安"]


def _lines() -> list[Part]:
    parts = place("jinan").documents["model"]["parts"]  # type: ignore[index]
    return [
        Part(**(part | {name: tuple(part[name]) for name in ("pages", "figures", "classes")}))
        for part in parts
    ]


def test_jn_26_six_lines_and_each_has_figures() -> None:
    lines = {line.zh: line for line in _lines()}
    assert list(lines) == LINES
    assert "party" in lines["党建"].pages  # whose home is figures, each down to its names
    assert all(lines[name].classes for name in LINES[1:])


def test_jn_26_every_class_of_residents_matters_is_in_one_line_only() -> None:
    above = {
        row["code"]: row.get("parent_code") or ""
        for row in place("jinan").documents["orders/categories"]  # type: ignore[union-attr]
    }
    items = [code for code, group in above.items() if group.startswith("3")]
    for item in items:
        holders = [line.zh for line in _lines() if {item, above[item]} & set(line.classes)]
        assert len(holders) == 1, item


def test_jn_26_the_wall_counts_a_question_about_school_as_education(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "parts", _lines)
    city.report(category_code="30703", text="孩子明年上学，想问学区怎么划")
    city.report(category_code="30701", text="想问医保怎么报销")
    root = areas.root_area()
    assert root is not None
    rows = wall._classes(city.staff("commander", city.centre, root), root)
    assert {row["name"]: row["count"] for row in rows} == {
        "自治": 0, "服务": 1, "物业": 0, "教育": 1, "治安": 0,
    }  # fmt: skip
    [education] = [row for row in rows if row["name"] == "教育"]
    assert "30703" in education["href"]
