"""Files that somebody else wrote: bombs, rings, links and characters are told, never suffered."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import parse_yaml

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
HOSTILE = [
    BOMB,
    "a: &a [*a]\n",
    "a: &a {b: *a}\n",
    "a: " + "[" * 100_000,
    "a: " + "[" * 200 + "]" * 200,
    "a: " + "9" * 5000,
    "a: !!timestamp nothing\n",
    "a: !!timestamp 2026-99-99\n",
    "a: !!binary '***'\n",
    "a: !!binary aGk=\n",
    "a: !!int x\n",
    "a: !!float x\n",
    'a: "x\\0y"\n',
    'a: "\\ud800"\n',
    "a: \x00\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_one_problem(text: str) -> None:
    problems = Problems()
    assert parse_yaml(text, "p/f.yaml", problems) is None
    [problem] = problems
    assert problem.message.startswith("不是有效的 YAML")


def test_an_alias_used_as_meant_still_works() -> None:
    text = "one: &one {a: 1}\ntwo: *one\nthree: {<<: *one, b: 2}\n"
    document = parse_yaml(text, "f", Problems())
    assert document is not None
    assert document.data == {"one": {"a": 1}, "two": {"a": 1}, "three": {"a": 1, "b": 2}}


def profile(root: Path, head: str = "") -> Path:
    folder = root / "city"
    folder.mkdir(parents=True)
    (folder / "profile.yaml").write_text(f"key: city\n{head}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("refined", ["..", ".", "../secret", "/", "/etc", "city", "nowhere", "[a]"])
def test_only_a_neighbour_is_refined(tmp_path: Path, refined: str) -> None:
    (tmp_path / "secret").mkdir()
    problems = Problems()
    source = ProfileSource(profile(tmp_path / "all", f"refines: {refined}\n"), problems)
    assert len(list(problems)) == 1
    assert list(source.files) == ["city/profile.yaml"]


def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    """What it held would stand in the release and in messages about mistakes."""
    (tmp_path / "secret.csv").write_text("code\n1\n", encoding="utf-8")
    folder = profile(tmp_path)
    (folder / "a.csv").symlink_to(tmp_path / "secret.csv")
    problems = Problems()
    source = ProfileSource(folder, problems)
    assert source.rows("a.csv", columns=["code"], key=["code"]) == []
    assert "city/a.csv" not in source.files
    assert any("链接" in problem.message for problem in problems)


def test_nul_and_numbers_without_end(tmp_path: Path) -> None:
    folder = profile(tmp_path)
    (folder / "a.csv").write_bytes(b"code\n1\x00\n")
    (folder / "b.json").write_text('{"a": ' + "9" * 5000 + "}", encoding="utf-8")
    (folder / "c.json").write_text("[" * 100_000, encoding="utf-8")
    problems = Problems()
    source = ProfileSource(folder, problems)
    assert source.rows("a.csv", columns=["code"], key=["code"]) == []
    assert source.json("b.json") is None
    assert source.json("c.json") is None
    found = {problem.file: (problem.line, problem.message) for problem in problems}
    assert found["city/a.csv"][0] == 2
    assert {"city/b.json", "city/c.json"} <= set(found)
