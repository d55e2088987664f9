"""`areas/made_up.yaml`: exact totals, codes that nest, one name once, mistakes with their place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongzhi.areas.profile.check_files import check_areas
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.source import ProfileSource

LEVELS = """
valid_from: 2020-01-01
levels:
  - {no: 0, key: county, zh: 县, en: County}
  - {no: 1, key: street, zh: 街道, en: Street}
  - {no: 2, key: community, zh: 社区, en: Community}
  - {no: 3, key: grid, zh: 网格, en: Grid}
"""
AREAS = """code,name,name_en,level,parent_code,kind
990001,某县,Some County,0,,county
990001001,一街道,First Street,1,990001,street
990001002,二街道,Second Street,1,990001,street
990001100,三镇,Third Town,1,990001,town
"""
COMMUNITIES: dict[str, Any] = {
    "level": 2, "kind": "community", "total": 11, "of_kinds": ["street"],
    "words": {"first": "金玉明", "second": "安和", "suffix": "社区", "suffix_en": "Community"},
}  # fmt: skip
GRIDS: dict[str, Any] = {
    "level": 3, "kind": "grid", "total": 57, "name": "{parent}第{number}网格",
    "name_en": "{parent}, grid {number}",
}  # fmt: skip


def check(tmp_path: Path, *grown: dict[str, Any]) -> tuple[list[Any], list[str]]:
    """The records, and the problems as people read them."""
    folder = tmp_path / "some"
    (folder / "areas").mkdir(parents=True)
    (folder / "profile.yaml").write_text("key: some\n", encoding="utf-8")
    (folder / "areas/levels.yaml").write_text(LEVELS, encoding="utf-8")
    (folder / "areas/areas.csv").write_text(AREAS, encoding="utf-8")
    made_up = {"sheet": {"lon": 103.4, "lat": 24.4, "side": 0.001}, "grown": list(grown)}
    text = yaml.safe_dump(made_up, allow_unicode=True)
    (folder / "areas/made_up.yaml").write_text(text, encoding="utf-8")
    problems, context = Problems(), Context()
    check_areas(ProfileSource(folder, problems), problems, context)
    return list(context.work["areas"].values()), [str(problem) for problem in problems]


def test_totals_are_exact_and_codes_nest(tmp_path: Path) -> None:
    areas, problems = check(tmp_path, COMMUNITIES, GRIDS)
    assert problems == []
    kinds = Counter(area.kind for area in areas)
    assert kinds == {"county": 1, "street": 2, "town": 1, "community": 11, "grid": 57}
    for area in areas:
        assert area.code.startswith(area.parent_code)
        assert area.shape is not None
    assert len({area.name for area in areas}) == len(areas)
    assert len({area.code for area in areas}) == len(areas)
    towns = {area.code for area in areas if area.kind == "town"}
    assert not any(area.parent_code in towns for area in areas)


def test_counts_fix_single_parents(tmp_path: Path) -> None:
    fixed = COMMUNITIES | {"counts": {"990001002": 4}}
    areas, problems = check(tmp_path, fixed)
    assert problems == []
    below = Counter(area.parent_code for area in areas if area.kind == "community")
    assert below == {"990001001": 7, "990001002": 4}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"total": 1}, "grown[0].total", "总数不能少于 2"),
        ({"level": 7}, "grown[0].level", "没有这一层级：7"),
        ({"of_kinds": ["moon"]}, "grown[0].of_kinds", "上面没有这一类区域：moon"),
        ({"counts": {"1": 2}}, "grown[0].counts", "没有这个上级：1"),
        ({"counts": {"990001001": 3, "990001002": 3}}, "grown[0].total", "总数应为 6"),
        ({"name": "{parent}x"}, "grown[0].name", "应写且只写一个"),
    ],
)
def test_mistakes_have_their_place(
    tmp_path: Path, change: dict[str, Any], field: str, words: str
) -> None:
    _areas, problems = check(tmp_path, COMMUNITIES | change)
    [problem] = problems
    assert problem.startswith("some/areas/made_up.yaml:")
    assert f"[{field}" in problem
    assert words in problem
