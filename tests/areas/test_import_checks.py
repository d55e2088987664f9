"""Every row against the others, against today's areas, and shape against shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gongzhi.areas.importing.codes import code_fault, next_code, significant
from gongzhi.areas.importing.lines import Problem
from gongzhi.areas.importing.sentences import SENTENCES, sentence
from gongzhi.areas.models import AreaVersion
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.scope import Actor

from .conftest import NOW, SINCE, TODAY, collection, feature, square

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]
County = dict[str, AreaVersion]


@pytest.fixture
def found(county: County, sysadmin: Actor, write: Write) -> Callable[..., list[Problem]]:
    """Problems of a file of these features."""

    def check(*features: dict[str, Any]) -> list[Problem]:
        path = write(collection(*features))
        row = stage_file(actor=sysadmin, path=path, name="a.geojson", chosen_crs="", day=TODAY,
                         at=NOW)  # fmt: skip
        problems = [Problem.from_json(one) for one in row.found["problems"]]
        assert all(sentence(problem) for problem in problems)
        assert all("%(" not in sentence(problem) for problem in problems)
        return problems

    return check


Found = Callable[..., list[Problem]]
NEW = {"name": "甲格", "level": 3, "kind": "grid", "parent_code": "420000001001"}


def grid(code: str = "420000001001001", shape: Any = None, **other: Any) -> dict[str, Any]:
    return feature(code, shape or square(113.0, 30.0), **{**NEW, **other})


def only(problems: list[Problem]) -> tuple[str, int, str]:
    assert len(problems) == 1, problems
    return problems[0].key, problems[0].line, problems[0].column


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("4200000010010011111111", "code_form"),
        ("42000", "code_form"),
        ("4200000010", "code_form"),
        ("42000000A001", "code_form"),
        ("420000600001001", "code_street"),
        ("420000000001001", "code_street"),
        ("420000001400001", "code_community"),
        ("420000001000001", "code_community"),
        ("420000001002001", "code_parent"),
    ],
)
def test_codes(found: Found, code: str, key: str) -> None:
    assert only(found(grid(code))) == (key, 1, "code")


@pytest.mark.parametrize(
    ("code", "fault"),
    [("420000", None), ("420000099", None), ("420000599", None), ("420000001000", None),
     ("420000001399", None), ("42000000100100100001", None), ("420000999", "code_street")],
)  # fmt: skip
def test_division_rules(code: str, fault: str | None) -> None:
    said = code_fault(code)
    assert (said[0] if said else None) == fault


def test_codes_below_a_parent() -> None:
    assert significant("420000001000") == "420000001"
    assert significant("420000000000") == "420000"
    assert significant("420000001001") == "420000001001"
    assert next_code("420000001001", {"420000001001001"}) == "420000001001002"
    assert next_code("420000001000", set()) == "420000001001"
    full = {f"420000001001{n:03d}" for n in range(1000)}
    assert next_code("420000001001", full) == "4200000010010001"


@pytest.mark.parametrize(
    ("change", "key", "column"),
    [
        ({"name": None}, "name_missing", "name"),
        ({"name": "长" * 81}, "too_long", "name"),
        ({"name": "甲\x00格"}, "control", "name"),
        ({"level": None}, "level_missing", "level"),
        ({"level": "三"}, "level_form", "level"),
        ({"level": 2}, "level_parent", "level"),
        ({"kind": "Grid!"}, "kind_form", "kind"),
        ({"parent_code": None}, "parent_missing", "parent_code"),
        ({"parent_code": "420000009"}, "parent_unknown", "parent_code"),
        ({"parent_code": "420000001001001"}, "parent_unknown", "parent_code"),
        ({"valid_from": "昨天"}, "date_form", "valid_from"),
        ({"valid_from": "2026-02-30"}, "date_form", "valid_from"),
        ({"valid_from": 45000}, "date_serial", "valid_from"),
        ({"valid_from": (TODAY + timedelta(1)).isoformat()}, "date_late", "valid_from"),
        ({"valid_from": (SINCE - timedelta(1)).isoformat()}, "date_parent", "valid_from"),
    ],
)
def test_cells(found: Found, change: dict[str, Any], key: str, column: str) -> None:
    problems = found(grid(**change))
    assert (key, 1, column) in {(p.key, p.line, p.column) for p in problems}


def test_the_serial_says_its_date(found: Found) -> None:
    [problem] = found(grid(valid_from=45000))
    assert "2023-03-15" in sentence(problem)


def test_kind_is_guessed_only_when_there_is_one(found: Found, county: County) -> None:
    assert only(found(grid(kind=None))) == ("kind_missing", 1, "kind")
    shape = square(113.02, 30.0)
    community = feature("420000001003", shape, name="新社区", level=2, parent_code="420000001")
    assert {p.key for p in found(community)} == {"outside"}


def test_twice_in_the_file(found: Found) -> None:
    assert only(found(grid(), grid(name="又一个"))) == ("code_twice", 2, "code")


def test_overlap_names_both_and_the_place(found: Found) -> None:
    one = grid(shape=square(113.0, 30.0, 0.01, 0.006))
    two = grid("420000001001002", square(113.0, 30.005, 0.01, 0.005), name="乙格")
    [problem] = found(one, two)
    assert (problem.key, problem.line, problem.values["code"]) == (
        "overlap", 2, "420000001001001")  # fmt: skip
    assert problem.at == pytest.approx((113.005, 30.0055), abs=1e-4)
    assert problem.values["area"] == "0.11 km²"


def test_an_overlap_with_an_area_of_today(found: Found) -> None:
    problems = found(feature("420000001001", square(113.0, 30.0, 0.01, 0.011)))
    assert only(problems) == ("overlap", 1, "geometry")


def test_gaps_inside_and_along_the_border(found: Found) -> None:
    assert only(found(grid(shape=square(113.0, 30.0, 0.01, 0.009)))) == ("gap_outer", 1, "geometry")
    ring = square(113.0, 30.0)["coordinates"]
    hole = [square(113.004, 30.004, 0.001)["coordinates"][0][::-1]]
    holed = {"type": "Polygon", "coordinates": [*ring, *hole]}
    assert only(found(grid(shape=holed))) == ("gap", 1, "geometry")


def test_holes_and_islands_are_fine(found: Found) -> None:
    ring, hole = square(113.0, 30.0)["coordinates"], square(113.004, 30.004, 0.001)["coordinates"]
    apart = square(113.007, 30.007, 0.001)["coordinates"]
    outer = {"type": "Polygon", "coordinates": [*ring, hole[0][::-1], apart[0][::-1]]}
    islands = {"type": "MultiPolygon", "coordinates": [hole, apart]}
    assert found(grid(shape=outer), grid("420000001001002", islands, name="飞地")) == []


def test_outside_its_parent(found: Found) -> None:
    problems = found(grid(shape=square(112.999, 30.0, 0.011, 0.01)))
    assert only(problems) == ("outside", 1, "geometry")
    # The parent alone is drawn smaller than its children.
    problems = found(feature("420000001", square(113.0, 30.0, 0.01, 0.015)))
    assert {p.key for p in problems} == {"outside_child", "gap_outer"}
    assert {p.line for p in problems} == {1}


def test_slivers_of_rounding_pass(found: Found) -> None:
    one = grid(shape=square(113.0, 30.0, 0.01, 0.0050001))
    two = grid("420000001001002", square(113.0, 30.005, 0.01, 0.005), name="乙格")
    assert found(one, two) == []


def test_what_was_wrong_before_is_not_the_files_fault(found: Found, county: County) -> None:
    AreaVersion.objects.filter(code="420000002001").update(shape=square(113.012, 30.0, 0.008))
    assert found(feature("420000002002", square(113.01, 30.01), name="只改名")) == []


def test_a_grid_without_a_shape_is_a_notice(found: Found) -> None:
    [problem] = found(feature("420000001001001", None, **NEW))
    assert (problem.key, problem.notice) == ("shape_none", True)


def test_crossing_says_where(found: Found) -> None:
    bow = [[113.0, 30.0], [113.01, 30.01], [113.01, 30.0], [113.0, 30.01], [113.0, 30.0]]
    problems = found(grid(shape={"type": "Polygon", "coordinates": [bow]}))
    crossing = next(p for p in problems if p.key == "crossing")
    assert crossing.at == pytest.approx((113.005, 30.005))


def test_heights_are_dropped_and_said(found: Found) -> None:
    shape = square(113.0, 30.0)
    shape["coordinates"][0] = [[*point, 12.5] for point in shape["coordinates"][0]]
    [problem] = found(grid(shape=shape))
    assert (problem.key, problem.notice) == ("height", True)


def test_every_sentence_has_a_key_that_is_said() -> None:
    import gongzhi.areas.importing as package

    folder = Path(package.__path__[0])
    said = "".join(path.read_text("utf-8") for path in folder.glob("*.py")
                   if path.name != "sentences.py")  # fmt: skip
    assert [key for key in SENTENCES if f'"{key}"' not in said] == []
