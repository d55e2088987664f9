"""`points/settings.yaml`: a city without it has no bank; a mistake is told where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

from gongzhi.profiles.services.check_profile import read_profile

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


def test_only_some_cities_have_a_bank() -> None:
    found = read_profile(PROFILES / "qianjiang")
    assert found.problems.sorted() == []
    assert found.context.documents.get("points/settings") is None


def test_a_mistake_names_its_line(tmp_path: Path) -> None:
    for name in ("_standard", "qianan"):
        shutil.copytree(PROFILES / name, tmp_path / name)
    path = tmp_path / "qianan/points/settings.yaml"
    path.write_text(path.read_text("utf-8").replace("holder: household", "holder: village"))
    [problem] = read_profile(tmp_path / "qianan").problems.sorted()
    assert problem.file.endswith("points/settings.yaml")
    assert problem.line == 2
