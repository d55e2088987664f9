"""A workbook is checked row by row and written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person, RegisterEvent, RegisterImport
from gongzhi.registers.reading.imports import problems_of
from gongzhi.registers.services import apply_import as applying
from gongzhi.registers.services.apply_import import apply_import, ask_to_apply
from gongzhi.registers.services.check_import import check_import
from gongzhi.registers.services.discard_import import discard_import
from gongzhi.registers.services.stage_import import stage_import
from gongzhi.registers.services.write_drafts import Written
from tests.registers.conftest import Place, identity, workbook

PEOPLE = REGISTERS["people"]
NAMES = [f"{first}{second}" for first in "甲乙丙丁戊己" for second in "一二三四五六"]


def rows(count: int, **words: str) -> list[dict[str, str]]:
    return [
        {
            "building_code": "LY-1", "number": "2-301", "name": f"示例{NAMES[n]}",
            "id_number": identity(n + 1), "phone": f"1380000{n:04d}", **words,
        }
        for n in range(count)
    ]  # fmt: skip


def staged(place: Place, content: list[dict[str, str]] | bytes, name: str = "人.xlsx") -> Any:
    data = content if isinstance(content, bytes) else workbook("people", content)
    row = stage_import(actor=place.clerk, register=PEOPLE, data=data, file_name=name)
    check_import(import_id=row.pk)
    row.refresh_from_db()
    return row


def test_all_are_written_once_and_again_changes_nothing(place: Place) -> None:
    place.with_homes("2-301")
    content = rows(30)
    row = staged(place, content)
    assert (row.status, row.total, row.counts) == ("checked", 30, {"new": 30})
    assert row.problems == []
    sealed = Path(settings.MEDIA_ROOT) / "registers" / row.upload
    assert sealed.read_bytes()[:2] != b"PK"
    ask_to_apply(actor=place.clerk, import_id=row.pk)
    written = apply_import(import_id=row.pk)
    assert written is not None
    assert (written.new, written.changed, written.same) == (30, 0, 0)
    assert Person.reached.count() == 30
    assert apply_import(import_id=row.pk) is None
    assert not sealed.exists()
    assert RegisterEvent.reached.filter(register="people", source="import").count() == 30

    again = staged(place, content)
    assert again.counts == {"same": 30}
    content[3]["phone"] = "13911112222"
    changed = staged(place, content)
    assert changed.counts == {"same": 29, "changed": 1}
    ask_to_apply(actor=place.clerk, import_id=changed.pk)
    apply_import(import_id=changed.pk)
    assert Person.reached.count() == 30
    with pytest.raises(Conflict):
        ask_to_apply(actor=place.clerk, import_id=changed.pk)


def test_every_mistake_has_its_row_and_column_and_nothing_is_written(place: Place) -> None:
    place.with_homes("2-301")
    content = rows(6)
    content[1]["id_number"] = content[0]["id_number"]
    content[2]["number"] = "8-888"
    content[3]["id_number"] = "130283199003070010"
    content[4]["phone"] = "=1+1"
    row = staged(place, content)
    assert [(line, column) for line, column, _ in problems_of(row)] == [
        (3, "身份证号"), (4, "房号"), (5, "身份证号"), (6, "手机号"),
    ]  # fmt: skip
    assert "第2行" in problems_of(row)[0][2]
    with pytest.raises(Conflict):
        ask_to_apply(actor=place.clerk, import_id=row.pk)
    assert not Person.reached.exists()
    told = str(problems_of(row))
    assert content[0]["id_number"] not in told
    assert content[3]["id_number"] not in told


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"not a table", "人.xlsx", "不是表格"),
        ("姓名,星座\n周小明,狮子".encode("gb18030"), "人.csv", "不认识的列：星座"),
        ("姓名\n周小明".encode(), "人.csv", "缺少这些列：楼栋编码、房号"),
        ("楼栋编码,房号,姓名\n".encode(), "人.csv", "没有内容"),
        (b"\xff\xfe\x00\x00", "人.csv", "不是"),
    ],
)
def test_a_file_that_is_no_register_gets_one_sentence(
    place: Place, data: bytes, name: str, sentence: str
) -> None:
    row = staged(place, data, name)
    assert row.status == "checked"
    assert row.problem_count == 1
    assert sentence in problems_of(row)[0][2]


def test_a_table_of_an_office_in_gbk_is_understood(place: Place) -> None:
    place.with_homes("2-301")
    data = f"楼栋编码,房号,姓名,身份证号\nLY-1,2-301,周小明,{identity(7)}\n".encode("gb18030")
    assert staged(place, data, "人.csv").counts == {"new": 1}


def test_wrong_kinds_and_strangers_are_refused_at_once(place: Place) -> None:
    for data, name in ((b"x", "a.exe"), (b"", "a.csv"), (b"x" * (50 * 2**20 + 1), "a.csv")):
        with pytest.raises(Invalid):
            stage_import(actor=place.clerk, register=PEOPLE, data=data, file_name=name)
    with pytest.raises(Denied):
        stage_import(actor=place.city.dispatcher, register=PEOPLE, data=b"x,y", file_name="a.csv")
    assert not RegisterImport.reached.exists()


def test_an_interrupted_import_has_written_nothing_and_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.with_homes("2-301")
    row = staged(place, rows(5))
    ask_to_apply(actor=place.clerk, import_id=row.pk)
    real = applying.write_drafts

    def fails_afterwards(**kwargs: Any) -> Any:
        real(**kwargs)
        raise RuntimeError("the power went")

    monkeypatch.setattr(applying, "write_drafts", fails_afterwards)
    with pytest.raises(RuntimeError):
        apply_import(import_id=row.pk)
    assert not Person.reached.exists()
    monkeypatch.setattr(applying, "write_drafts", real)
    assert apply_import(import_id=row.pk) is not None
    assert Person.reached.count() == 5


def test_what_changed_meanwhile_is_checked_again(place: Place) -> None:
    place.with_homes("2-301")
    row = staged(place, rows(2))
    ask_to_apply(actor=place.clerk, import_id=row.pk)
    from gongzhi.registers.models import Home

    Home.reached.update(ended_on="2026-11-01")
    assert apply_import(import_id=row.pk) is None
    row.refresh_from_db()
    assert (row.status, row.problem_count) == ("checked", 2)
    assert not Person.reached.exists()


def test_of_two_with_the_same_people_at_once_the_second_is_compared_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compared before the first was written: nothing of it stands, and its job tries again."""
    place.with_homes("2-301")
    first, second = staged(place, rows(3)), staged(place, rows(4))
    for row in (first, second):
        ask_to_apply(actor=place.clerk, import_id=row.pk)
    stale = applying.drafts_of(second, PEOPLE)
    assert apply_import(import_id=first.pk) == Written(3, 0, 0)
    with monkeypatch.context() as patched:
        patched.setattr(applying, "drafts_of", lambda *_: stale)
        with pytest.raises(IntegrityError), transaction.atomic():
            apply_import(import_id=second.pk)
    assert Person.reached.count() == 3
    assert apply_import(import_id=second.pk) == Written(1, 0, 3)


def test_another_persons_workbook_is_not_there(place: Place) -> None:
    place.with_homes("2-301")
    row = staged(place, rows(1))
    other = place.elsewhere()
    for act in (ask_to_apply, discard_import):
        with pytest.raises(NotFound):
            act(actor=other, import_id=row.pk)
    discard_import(actor=place.clerk, import_id=row.pk)
    row.refresh_from_db()
    assert row.status == "discarded"
    with pytest.raises(Conflict):
        discard_import(actor=place.clerk, import_id=row.pk)


def test_mistakes_are_told_in_the_language_of_whoever_reads(place: Place) -> None:
    """Whatever the language of the server that checked (the job knows no reader)."""
    from django.utils.translation import override

    place.with_homes("2-301")
    content = rows(3)
    content[0]["number"] = "8-888"
    content[1]["relation"] = "邻居"
    content[2]["id_number"] = content[1]["id_number"]
    with override("en"):
        row = staged(place, content)
    chinese = problems_of(row)
    assert [column for _line, column, _said in chinese] == ["房号", "与户主关系", "身份证号"]
    assert "户主、配偶" in chinese[1][2]
    with override("en"):
        english = problems_of(row)
    for (_line, column, sentence), (line, told, words) in zip(chinese, english, strict=True):
        assert (line, words) != (0, sentence)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in told + words), words
        assert any("\u4e00" <= letter <= "\u9fff" for letter in column + sentence)
