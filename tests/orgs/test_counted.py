"""`orgs/counted.yaml`, `structure.yaml`, `matrix.csv`, `powers.csv`, `relations.yaml`: their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.models import Body
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.services.check_profile import check_profile

from .town import POWERS, STREET_7_5, STREET_BODIES, town

GROUP = "  - {over: {level: 2}, kind: unit, letter: U, total: 114, suffix: 单位}\n"


@pytest.mark.django_db
def test_totals_are_exact_and_the_same_every_time(tmp_path: Path) -> None:
    more = (
        "  - {over: {level: 2}, kind: grand_committee, letter: DW, total: 5, most: 5, suffix: 大党委}\n"
        "  - {over: {kind: grand_committee}, kind: association, letter: CY, total: 114, suffix: 党组织}\n"
    )
    folder = town(tmp_path, counted=more)
    apply_profile(folder)
    assert Body.objects.filter(kind="grand_committee").count() == 5
    assert Body.objects.filter(kind="association").count() == 114
    assert not Body.objects.filter(kind="association", area=None).exists()
    assert apply_profile(folder).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "word"),
    [
        ("kind: unit, letter: U", "kind: nobody, letter: U", "groups[4].kind", "没有这个类别"),
        ("total: 114", "total: many", "groups[4].total", "整数"),
        ("suffix: 单位", "sufix: 单位", "groups[4].sufix", "不认识的字段"),
        (", suffix: 单位", "", "groups[4]", "suffix"),
        ("{level: 2}", "{level: 9}", "groups[4].over", "没有可以依附"),
        ("{level: 2}", "{}", "groups[4].over", "level 和 kind"),
        ("letter: U", "letter: u", "groups[4].letter", "写法"),
    ],
)
def test_a_mistake_in_counted(tmp_path: Path, old: str, new: str, field: str, word: str) -> None:
    problems = check_profile(town(tmp_path, counted=GROUP.replace(old, new)))
    assert [(p.file, p.field) for p in problems] == [("qianan/orgs/counted.yaml", field)]
    assert word in problems[0].message
    assert problems[0].line >= 7


def test_structure_matrix_and_powers_name_their_mistakes(tmp_path: Path) -> None:
    files = {
        "orgs/structure.yaml": STREET_7_5.replace("body: CG", "body: XX").replace(
            "kind: street_centre", "kind: centrum"
        ),
        "orgs/matrix.csv": "matter,matter_en,body_kind,part\n新事,New,street,execute\n"
        "另一件,Other,streat,lead\n",
        "orgs/powers.csv": POWERS.replace("department|government", "department|king"),
    }
    problems = check_profile(town(tmp_path, counted=STREET_BODIES, files=files))
    assert {(p.file, p.line, p.field) for p in problems} == {
        ("qianan/orgs/structure.yaml", 8, "templates[0].offices[2].kind"),
        ("qianan/orgs/structure.yaml", 17, "posted.forces[0].body"),
        ("qianan/orgs/matrix.csv", 2, "part"),
        ("qianan/orgs/matrix.csv", 3, "body_kind"),
        ("qianan/orgs/powers.csv", 6, "toward_kinds"),
    }


def test_relations_name_their_mistakes(tmp_path: Path) -> None:
    text = (
        "refine: true\nalert_days: 0\ncoverage: {firm_kind: firm}\n"
        "responsibility: {grid: {where: kinds}}\n"
    )
    problems = check_profile(town(tmp_path, files={"orgs/relations.yaml": text}))
    assert {p.field for p in problems} == {"alert_days", "responsibility.grid"}
    text = "refine: true\ncoverage: {firm_kind: firm}\ngroups: {unit: [unit, king]}\n"
    problems = check_profile(town(tmp_path / "b", files={"orgs/relations.yaml": text}))
    assert {p.field for p in problems} == {"coverage.firm_kind", "groups.unit[1]"}
