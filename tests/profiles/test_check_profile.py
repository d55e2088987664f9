"""Each kind of mistake in a profile is told with file, line, field and what would be right."""

from pathlib import Path

import pytest
from django.utils import translation

from gongzhi.profiles.problems import Problem
from gongzhi.profiles.services.check_profile import check_profile

from .conftest import edit


def the_problem(folder: Path) -> Problem:
    problems = check_profile(folder)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def test_the_profiles_in_the_repository_are_good(folder: Path) -> None:
    assert check_profile(folder) == []


def test_a_folder_without_profile(tmp_path: Path) -> None:
    assert the_problem(tmp_path).file.endswith("profile.yaml")


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "allowed"),
    [
        ("profile.yaml", "key: qianan", "key: qian", "key", ("qianan",)),
        ("profile.yaml", "coordinates: WGS84", "coordinates: GCJ02", "coordinates", ("WGS84",)),
        ("profile.yaml", "demo: true", "demo: perhaps", "demo", ("true", "false")),
        ("areas/levels.yaml", "no: 4, key", "no: four, key", "levels[4].no", ()),
        ("areas/areas.csv", ",2,220723003,community\n220723003002001",
         ",2,220723009,community\n220723003002001", "parent_code", ()),
        ("areas/areas.csv", "220723001001001,锦绣家园,Jinxiu Jiayuan,3",
         "220723001001001,锦绣家园,Jinxiu Jiayuan,2", "level", ()),
        ("orgs/bodies.csv", "Justice Bureau,department", "Justice Bureau,bureau", "kind", None),
        ("orgs/bodies.csv", "Justice Bureau,department,GOV", "Justice Bureau,department,GVO",
         "parent_code", ("GOV",)),
        ("orgs/bodies.csv", "Justice Bureau,department,GOV,220723",
         "Justice Bureau,department,GOV,220724", "area_code", ()),
        ("orgs/party.yaml", "total: 475", "total: 100", "shared[0].total", ()),
        ("../_standard/calendar.yaml", '"14:00", "18:00"', '"11:00", "15:00"', "", ()),
        ("../_standard/calendar.yaml", '"14:00", "18:00"', '"14:00", "17:00"', "", ()),
        ("../_standard/calendar.yaml", "extra_days: {}", "extra_days: {soon: true}",
         "extra_days.soon.[key]", ()),
        ("../_standard/notify.yaml", 'zh: "督办：{number} {title}。',
         'zh: "督办：{number} {titel}。', "texts.pressed.zh", None),
        ("../_standard/notify.yaml", "tell: [body_head, supervisor]", "tell: [mayor, supervisor]",
         "escalation[1].tell[0]", None),
        ("../_standard/orders/processes/matter.yaml", "public: {zh: 已直接答复反映的人,",
         'public: {zh: "已直接答复反映的人：{note}",', "actions[3].public.zh", None),
        ("../_standard/orders/processes/matter.yaml",
         'here: {reason}"}\n    public: {zh: 不在这里办, en: Not handled here}', 'here: {reason}"}',
         "actions[4].event", ()),
        ("../_standard/notify.yaml", "text: due_soon}", "text: soon}",
         "escalation[0].text", None),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, field: str, allowed: tuple[str, ...] | None
) -> None:
    line = edit(folder / file, old, new)
    problems = [problem for problem in check_profile(folder) if problem.field == field]
    assert problems, "\n".join(map(str, check_profile(folder)))
    problem = problems[0]
    assert problem.file.endswith(file.removeprefix("../"))
    if field:  # a rule about the whole file stands at its top
        assert problem.line == line
    if allowed is None:
        assert problem.allowed
    else:
        assert problem.allowed == allowed


def test_a_missing_file_and_a_missing_value(folder: Path) -> None:
    (folder / "areas/levels.yaml").unlink()
    assert ("qianan/areas/levels.yaml", 1) in {(p.file, p.line) for p in check_profile(folder)}


def test_unknown_and_missing_fields_name_the_allowed_ones(folder: Path) -> None:
    line = edit(folder / "profile.yaml", "timezone: Asia/Shanghai", "timezon: Asia/Shanghai")
    problems = {problem.field: problem for problem in check_profile(folder)}
    assert problems["timezon"].line == line
    assert "timezone" in problems["timezon"].allowed
    assert "缺少" in problems["timezone"].message


def test_one_mistake_does_not_hide_another(folder: Path) -> None:
    edit(folder / "profile.yaml", "key: qianan", "key: qian")
    edit(folder / "orgs/bodies.csv", "Justice Bureau,department", "Justice Bureau,bureau")
    fields = {problem.field for problem in check_profile(folder)}
    assert {"key", "kind"} <= fields


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("qianan/orgs/bodies.csv", 7, "kind", "没有这个类别：x", ("a", "b"))
    assert str(problem) == "qianan/orgs/bodies.csv:7 [kind] 没有这个类别：x（允许的值：a、b）"


def test_a_mistake_speaks_the_language_of_its_reader(folder: Path) -> None:
    edit(folder / "orgs/bodies.csv", "Justice Bureau,department", "Justice Bureau,bureau")
    with translation.override("en"):
        said = str(the_problem(folder))
    assert "No such kind: bureau (allowed: " in said
    assert "没有这个类别：bureau（允许的值：" in str(the_problem(folder))
