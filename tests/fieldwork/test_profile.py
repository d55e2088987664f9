"""What is wrong in the files of field duties: file, field, and what is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gongzhi.profiles.services.check_profile import check_profile

ROOT = Path(__file__).resolve().parents[2] / "profiles"
SETTINGS, HANDBOOK = "fieldwork/settings.yaml", "fieldwork/handbook.yaml"
MISTAKES = [
    (SETTINGS, "field: phone, months: 12", "field: id_number, months: 12", "ask[1].field"),
    (SETTINGS, "register: homes, field: use", "register: cars, field: use", "ask[0].register"),
    (SETTINGS, "field: use, months: 12", "field: use, months: 0", "ask[0].months"),
    (SETTINGS, "field: residence", "field: phone", "ask[2]"),
    (SETTINGS, 'category: "30501"', 'category: "99999"', "rounds[0].look[0].category"),
    (SETTINGS, "over: facilities", "over: people", "rounds[1].over"),
    (SETTINGS, "every_days: 30 ", "every_days: 0 ", "rounds[0].every_days"),
    (SETTINGS, "key: hydrants", "key: stairs", "rounds[1]"),
    (SETTINGS, "talks: 24", "talks: 0", "keep_months.talks"),
    (HANDBOOK, "opens: visits", "opens: ranking", "duties[0].opens"),
    (HANDBOOK, "key: hazards", "key: information", "duties[1]"),
    (HANDBOOK, "button: {zh: 记一件, en: Record a matter}", "", "duties[3].button"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_standard", "qianan"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(("file", "old", "new", "field"), MISTAKES)
def test_each_mistake_is_told_at_its_place(
    folder: Path, file: str, old: str, new: str, field: str
) -> None:
    path = folder / "_standard" / file
    text = path.read_text(encoding="utf-8").replace("every_days: 30\n", "every_days: 30 \n")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [str(one) for one in check_profile(folder / "qianan")]
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"_standard/{file}:")
    assert field in problems[0]


def test_a_city_may_write_its_own_handbook(folder: Path) -> None:
    own = folder / "qianan" / "fieldwork"
    own.mkdir()
    (own / "handbook.yaml").write_text(
        "duties:\n  - key: snow\n    name: {zh: 扫雪, en: Snow}\n    what: {zh: 扫雪, en: Snow}\n"
        "    opens: new\n    button: {zh: 记一件, en: Record}\n"
        "    steps:\n      - {zh: 先扫出入口, en: Entrances first}\n",
        encoding="utf-8",
    )
    assert list(check_profile(folder / "qianan")) == []
