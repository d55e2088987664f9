"""Changing single values in YAML and CSV texts: comments and everything else stay."""

import pytest

from gongzhi.profiles.csvedit import CannotEditRowError, Sheet
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamledit import CannotEditError, remove_value, set_value
from gongzhi.profiles.yamlfile import parse_yaml

TEXT = """\
# head
rating_days: 7               # after closing
stages:
  accept: {amount: 15, unit: working_minute}   # clerk
  verify: {amount: 2, unit: working_hour}
name: {zh: 乾安, en: "Qian'an"}
roster:
  - ["08:00", "12:00"]   # morning
  - ["14:00", "18:00"]
extra_days: {}
texts:
  code:
    zh: "验证码 {code}"
long: |
  one
  two
empty:
last: end"""


def data(text: str) -> object:
    problems = Problems()
    document = parse_yaml(text, "x", problems)
    assert document is not None
    assert not problems
    return document.data


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("rating_days",), 9, "rating_days: 9               # after closing"),
        (("stages", "accept", "amount"), 20,
         "  accept: {amount: 20, unit: working_minute}   # clerk"),
        (("stages", "accept", "unit"), "urgent_minute",
         "  accept: {amount: 15, unit: urgent_minute}   # clerk"),
        (("name", "zh"), "乾安: 新", 'name: {zh: "乾安: 新", en: "Qian\'an"}'),
        (("name", "en"), "No", 'name: {zh: 乾安, en: "No"}'),
        (("roster", 0, 1), "11:30", '  - ["08:00", "11:30"]   # morning'),
        (("extra_days", "2026-03-10"), False, 'extra_days: {"2026-03-10": false}'),
        (("texts", "code", "zh"), '说"{code}"', r'    zh: "说\"{code}\""'),
        (("texts", "code", "en"), "Code {code}", '    en: "Code {code}"'),
        (("texts", "late", "zh"), "迟", "  late: {zh: 迟}"),
        (("empty",), "x", "empty: x"),
        (("empty", "a"), 1, "empty: {a: 1}"),
        (("last",), "true", 'last: "true"'),
        (("new",), 0.5, "new: 0.5"),
        (("long",), "three", "long: three"),
        (("roster",), [["09:00", "17:00"]], '  - ["09:00", "17:00"]'),
    ],
)  # fmt: skip
def test_one_value_changes_and_nothing_else(
    path: tuple[str | int, ...], value: object, line: str
) -> None:
    changed = set_value(TEXT, path, value)
    assert line in changed.splitlines()
    kept = set(TEXT.splitlines())
    lost = [x for x in TEXT.splitlines() if x not in changed.splitlines()]
    assert len(lost) <= 3, lost
    assert "# head" in changed
    assert kept
    found = data(changed)
    for part in path:
        found = found[part]  # type: ignore[index]
    assert found == value


def test_an_empty_file_gets_its_first_value() -> None:
    assert set_value("# note\nrefine: true\n", ("a", "b"), 1) == "# note\nrefine: true\na: {b: 1}\n"
    assert set_value("# note\n", ("a",), [{"b": 1}]) == "# note\na:\n  - {b: 1}\n"


def test_a_key_is_removed_with_its_line() -> None:
    assert "verify" not in remove_value(TEXT, ("stages", "verify"))
    assert "# clerk" in remove_value(TEXT, ("stages", "verify"))
    once = set_value(TEXT, ("extra_days", "2026-03-10"), False)
    assert remove_value(once, ("extra_days", "2026-03-10")) == TEXT
    with pytest.raises(CannotEditError):
        remove_value(TEXT, ("stages", "nothing"))


def test_what_cannot_be_changed_is_refused() -> None:
    for path in (("stages", "accept", "amount", "x"), ("roster", 7, 0), ("rating_days", "x")):
        with pytest.raises(CannotEditError):
            set_value(TEXT, path, 1)
    with pytest.raises(CannotEditError):
        set_value("a: 1\na: 2\n", ("a",), 3)


SHEET = '# 说明, with a comma\r\ncode,name,aliases\r\n10,"a, b",x|y\r\n# between\r\n11,c,\r\n'


def test_rows_change_and_comments_stay() -> None:
    sheet = Sheet.parse(SHEET)
    assert sheet.text() == SHEET
    index = sheet.find(("code",), ("11",))
    assert index is not None
    sheet.set(index, {"name": 'd "e"', "absent": ""})
    assert sheet.text() == SHEET.replace("11,c,", '11,"d ""e""",')
    sheet.add({"code": "12", "name": "f"})
    assert sheet.text().endswith("12,f,\r\n")
    sheet.remove(index)
    assert "11," not in sheet.text()
    assert sheet.find(("code",), ("code",)) is None


def test_a_new_column_is_given_to_every_row() -> None:
    sheet = Sheet.parse("code,name\n1,a\n2,b")
    sheet.set(1, {"drop": "1"})
    assert sheet.text() == "code,name,drop\n1,a,1\n2,b,\n"


def test_a_row_that_would_be_a_comment_is_refused() -> None:
    with pytest.raises(CannotEditRowError):
        Sheet.parse("code\n1\n").add({"code": "#1"})
