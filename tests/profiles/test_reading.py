"""YAML and CSV keep the file and line of every value."""

from pathlib import Path

import pytest

from gongzhi.profiles.csvfile import parse_csv
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import parse_yaml


def test_yaml_keeps_lines_of_nested_values() -> None:
    problems = Problems()
    document = parse_yaml("a: 1\nb:\n  - x: yes\n    y: 2.5\n", "p/f.yaml", problems)
    assert document is not None
    assert document.data == {"a": 1, "b": [{"x": "yes", "y": 2.5}]}
    assert document.place("b", 0, "y") == Place("p/f.yaml", 4, "b[0].y")
    # What is missing is named where its parent stands.
    assert document.place("b", 0, "z") == Place("p/f.yaml", 3, "b[0].z")
    assert not problems


@pytest.mark.parametrize("text", ["14:00", "2026-01-01", "no", "on", "012", "1e3", "0x10"])
def test_yaml_guesses_no_types(text: str) -> None:
    document = parse_yaml(f"a: {text}\n{text}: 1\n", "f", Problems())
    assert document is not None
    assert document.data == {"a": text, text: 1}


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("-3", -3), ("~", None), ("", None), ("0", 0)]
)
def test_yaml_still_knows_plain_types(text: str, value: object) -> None:
    document = parse_yaml(f"a: {text}\n", "f", Problems())
    assert document is not None
    assert document.data["a"] == value
    assert type(document.data["a"]) is type(value)


def test_yaml_key_written_twice_is_a_problem() -> None:
    problems = Problems()
    parse_yaml("a: 1\nb:\n  c: 1\n  c: 2\n", "f.yaml", problems)
    [problem] = problems
    assert (problem.line, problem.field) == (4, "b.c")
    assert "第 3 行" in problem.message


def test_broken_yaml_is_one_problem_with_a_line() -> None:
    problems = Problems()
    assert parse_yaml("a: 1\nb: {zh: {lead}前, en: x}\n", "f.yaml", problems) is None
    [problem] = problems
    assert problem.line == 2


def test_yaml_runs_no_code() -> None:
    problems = Problems()
    assert parse_yaml("a: !!python/object/apply:os.getcwd []\n", "f", problems) is not None
    problems = Problems()
    assert parse_yaml("a: !!python/name:os.system x\n", "f", problems) is None
    assert problems


def test_csv_lines_count_comments_blank_and_long_cells() -> None:
    problems = Problems()
    text = '# note\ncode,name\n\n1,"two\nlines"\n2, b \n'
    rows = parse_csv(text, "f.csv", ("code", "name"), (), problems)
    assert [(row.line, row.values) for row in rows] == [
        (4, {"code": "1", "name": "two\nlines"}),
        (6, {"code": "2", "name": "b"}),
    ]
    assert not problems


def test_csv_header_and_width_problems() -> None:
    problems = Problems()
    assert parse_csv("code,nmae\n1,2\n", "f.csv", ("code", "name"), ("x",), problems) == []
    unknown, missing = problems
    assert (unknown.field, unknown.allowed) == ("nmae", ("code", "name", "x"))
    assert missing.field == "name"
    problems = Problems()
    parse_csv("code,name\n1,2,3\n", "f.csv", ("code", "name"), (), problems)
    assert [problem.line for problem in problems] == [2]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_refining_merges_rows_by_key_and_yaml_on_request(tmp_path: Path) -> None:
    write(tmp_path / "_standard/profile.yaml", "key: _standard\n")
    write(tmp_path / "_standard/r.csv", "code,name\n1,one\n2,two\n3,three\n")
    write(tmp_path / "_standard/s.yaml", "a: 1\nb:\n  c: 2\n  d: 3\n")
    write(tmp_path / "_standard/t.yaml", "a: 1\n")
    write(tmp_path / "city/profile.yaml", "key: city\nrefines: _standard\n")
    write(tmp_path / "city/r.csv", "code,name,drop\n2,zwei,\n3,,1\n4,four,\n")
    write(tmp_path / "city/s.yaml", "refine: true\nb:\n  d: 4\n")
    problems = Problems()
    source = ProfileSource(tmp_path / "city", problems)
    rows = source.rows("r.csv", columns=("code", "name"), key=("code",))
    assert [(row.get("code"), row.get("name"), row.file) for row in rows] == [
        ("1", "one", "_standard/r.csv"),
        ("2", "zwei", "city/r.csv"),
        ("4", "four", "city/r.csv"),
    ]
    merged = source.yaml("s.yaml")
    assert merged is not None
    assert merged.data == {"a": 1, "b": {"c": 2, "d": 4}}
    assert merged.place("b", "d") == Place("city/s.yaml", 3, "b.d")
    assert merged.place("b", "c") == Place("_standard/s.yaml", 3, "b.c")
    inherited = source.yaml("t.yaml")
    assert inherited is not None
    assert inherited.file == "_standard/t.yaml"
    assert not problems


def test_rows_with_the_same_key_in_one_file_are_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "city/profile.yaml", "key: city\n")
    write(tmp_path / "city/r.csv", "code,name\n1,one\n1,uno\n")
    problems = Problems()
    rows = ProfileSource(tmp_path / "city", problems).rows(
        "r.csv", columns=("code", "name"), key=("code",)
    )
    assert [row.get("name") for row in rows] == ["one"]
    [problem] = problems
    assert (problem.file, problem.line, problem.field) == ("city/r.csv", 3, "code")


def test_a_profile_cannot_refine_outside_its_siblings(tmp_path: Path) -> None:
    write(tmp_path / "city/profile.yaml", "key: city\nrefines: ../../etc\n")
    problems = Problems()
    ProfileSource(tmp_path / "city", problems)
    [problem] = problems
    assert (problem.line, problem.field) == (2, "refines")


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "city/profile.yaml", "key: city\n")
    (tmp_path / "city/r.csv").write_bytes(b"code,name\n1," + "乾安".encode("gbk") + b"\n")
    problems = Problems()
    ProfileSource(tmp_path / "city", problems).rows(
        "r.csv", columns=("code", "name"), key=("code",), required=False
    )
    [problem] = problems
    assert (problem.file, problem.line) == ("city/r.csv", 2)
