"""One row by a form: added, corrected, refused; nothing half-written."""

from __future__ import annotations

from typing import Any

import pytest

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import PUBLIC
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Home, Person, RegisterEvent
from gongzhi.registers.services import save_row as saving
from gongzhi.registers.services.save_row import RowRefused, save_row
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PEOPLE = REGISTERS["people"]


def person(place: Place, **words: str) -> dict[str, str]:
    return {"building_code": "LY-1", "number": "2-301", "name": "周小明", **words}


def test_a_person_is_sealed_and_counted_once(place: Place) -> None:
    place.with_homes("2-301")
    with guarded():
        save_row(
            actor=place.clerk, register=PEOPLE,
            words=person(place, id_number=identity(1), phone="138 0000 0001", relation="户主"),
        )  # fmt: skip
        row = Person.objects.visible_to(place.clerk).get()
    assert open_(row.name_sealed) == "周小明"
    assert open_(row.phone_sealed) == "13800000001"
    assert (row.sex, row.birth_year, row.relation) == ("m", 1990, "head")
    assert row.area_path == place.grid.path
    for column in ("name_sealed", "phone_sealed", "id_sealed"):
        assert "周小明" not in getattr(row, column)
    with pytest.raises(Invalid, match="已经登记过"):
        save_row(actor=place.clerk, register=PEOPLE, words=person(place, id_number=identity(1)))
    assert Person.reached.count() == 1


def test_a_correction_keeps_what_is_not_filled_and_names_fields_without_values(
    place: Place,
) -> None:
    place.with_homes("2-301", "2-302")
    save_row(
        actor=place.clerk, register=PEOPLE,
        words=person(place, id_number=identity(1), phone="13800000001"),
    )  # fmt: skip
    row = Person.reached.get()
    words = person(place, id_number=identity(1), number="2-302", phone="13900000002")
    save_row(actor=place.clerk, register=PEOPLE, words=words, row_id=row.pk, version=row.version)
    row.refresh_from_db()
    assert open_(row.phone_sealed) == "13900000002"
    assert row.home == Home.reached.get(number="2-302")
    event = RegisterEvent.reached.filter(register="people", kind="changed").get()
    assert event.fields == ["building_code", "number", "phone"]
    assert "1380000" not in str(event.values)
    with pytest.raises(Conflict):
        save_row(actor=place.clerk, register=PEOPLE, words=words, row_id=row.pk, version=1)


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"name": ""}, "name", "请写姓名"),
        ({"name": "x" * 41}, "name", "2到40"),
        ({"id_number": "130283199003070012"}, "id_number", "校验位"),
        ({"id_number": "1.30283E+17"}, "id_number", "设为文本"),
        ({"id_number": "12345"}, "id_number", "18位"),
        ({"id_number": identity(5, "19900230")}, "id_number", "出生日期"),
        ({"id_number": identity(5, "20990101")}, "id_number", "出生日期"),
        ({"id_number": identity(1), "sex": "女"}, "sex", "不一致"),
        ({"phone": "123"}, "phone", "11位"),
        ({"residence": "外星"}, "residence", "只能填"),
        ({"number": "9-999"}, "number", "没有这套房屋"),
        ({"birth_year": "19x0"}, "birth_year", "整数"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    place: Place, words: dict[str, str], field: str, sentence: str
) -> None:
    place.with_homes("2-301")
    before = RegisterEvent.reached.count()
    with pytest.raises(RowRefused) as refused:
        save_row(actor=place.clerk, register=PEOPLE, words=person(place, **words))
    assert sentence in refused.value.problems[field]
    assert not Person.reached.exists()
    assert RegisterEvent.reached.count() == before


def test_nobody_registers_outside_their_reach(place: Place) -> None:
    place.with_homes("2-301")
    away = place.elsewhere()
    with pytest.raises(RowRefused) as refused:
        save_row(actor=away, register=PEOPLE, words=person(place))
    assert "number" in refused.value.problems
    with pytest.raises(RowRefused):
        save_row(actor=away, register=REGISTERS["buildings"], words=place.building("LY-2"))
    with pytest.raises(RowRefused, match="辖区以外"):
        save_row(
            actor=away, register=REGISTERS["buildings"],
            words=place.building() | {"area_code": areas_of(away)},
        )  # fmt: skip
    for actor in (PUBLIC, place.city.resident(), place.city.dispatcher):
        with pytest.raises(Denied):
            save_row(actor=actor, register=PEOPLE, words=person(place))
    assert not Person.reached.exists()
    assert Building.reached.count() == 1


def test_marks_that_nobody_sees_are_no_part_of_what_was_pasted(place: Place) -> None:
    """Phones put marks of direction around a number that is copied from the list of contacts."""
    place.with_homes("2-301")
    words = person(place, phone="\u202d13800000001\u202c", name="周\u200b小明\u202e")
    save_row(actor=place.clerk, register=PEOPLE, words=words)
    row = Person.reached.get()
    assert (open_(row.name_sealed), open_(row.phone_sealed)) == ("周小明", "13800000001")
    shop = place.building("LY-9") | {"name": "\u202e示例\u2066楼"}
    save_row(actor=place.clerk, register=REGISTERS["buildings"], words=shop)
    assert Building.reached.get(code="LY-9").name == "示例楼"


def test_what_follows_from_an_empty_place_needs_no_sentence_of_its_own(place: Place) -> None:
    for field in ("building_code", "number"):
        with pytest.raises(RowRefused) as refused:
            save_row(actor=place.clerk, register=PEOPLE, words=person(place) | {field: ""})
        assert refused.value.problems == {field: "请填写。"}


def test_whoever_tries_numbers_of_people_elsewhere_stands_in_the_log(place: Place) -> None:
    """That somebody is registered beyond the own area is said, so that nobody is kept twice."""
    place.with_homes("2-301")
    save_row(actor=place.clerk, register=PEOPLE, words=person(place, id_number=identity(1)))
    away = place.home_elsewhere()
    before = AccessLog.objects.count()
    asked = person(place, name="别人名", id_number=identity(1)) | {
        "building_code": "AWAY-1",
        "number": "1",
    }
    with pytest.raises(RowRefused) as refused:
        save_row(actor=away, register=PEOPLE, words=asked)
    assert any("辖区以外" in one for one in refused.value.problems.values())
    line = AccessLog.objects.latest("pk")
    assert AccessLog.objects.count() == before + 1
    assert (line.kind, line.subject, line.user_id) == ("search", "people", away.user_id)
    assert identity(1) not in line.purpose
    with pytest.raises(RowRefused):  # any other mistake is none
        save_row(actor=away, register=PEOPLE, words=asked | {"id_number": "1"})
    assert AccessLog.objects.count() == before + 1


def areas_of(actor: object) -> str:
    area = areas.area_by_id(actor.postings[0].area_id)  # type: ignore[attr-defined]
    assert area is not None
    return area.code


def test_units_need_a_right_credit_code_that_is_theirs_alone(place: Place) -> None:
    units = REGISTERS["units"]
    words = {"body": "CG", "credit_code": "91110000600037341L", "area_code": place.grid.code}
    save_row(actor=place.clerk, register=units, words=words)
    with pytest.raises(RowRefused) as refused:
        save_row(actor=place.clerk, register=units, words=words | {"body": "ZJ"})
    assert set(refused.value.problems) <= {"credit_code", "body"}
    with pytest.raises(RowRefused) as refused:
        save_row(
            actor=place.clerk, register=units, words=words | {"credit_code": "91110000600037341A"}
        )
    assert "校验位" in refused.value.problems["credit_code"]


def test_a_facility_has_sixteen_digits_of_this_county(place: Place) -> None:
    facilities = REGISTERS["facilities"]
    words = {"code": "2207230101000001", "name": "路灯", "area_code": place.grid.code}
    save_row(actor=place.clerk, register=facilities, words=words)
    for wrong in ("220723010100001", "1101010101000001", "220723010100000X"):
        with pytest.raises(RowRefused) as refused:
            save_row(actor=place.clerk, register=facilities, words=words | {"code": wrong})
        assert "code" in refused.value.problems


def test_a_device_that_sees_has_a_legal_basis(place: Place) -> None:
    words = {"code": "D-1", "name": "东门门禁", "kind": "门禁", "area_code": place.grid.code}
    with pytest.raises(RowRefused) as refused:
        save_row(
            actor=place.clerk, register=REGISTERS["devices"],
            words=words | {"takes_pictures": "是"},
        )  # fmt: skip
    assert "依据" in refused.value.problems["legal_basis"]
    save_row(actor=place.clerk, register=REGISTERS["devices"], words=words)


def test_of_two_who_enter_the_same_at_once_one_is_told_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has written between the comparison and the writing."""
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "id_number": identity(1)}
    real = saving.prepare

    def meanwhile(*args: Any, **more: Any) -> Any:
        drafts = real(*args, **more)
        monkeypatch.setattr(saving, "prepare", real)
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
        return drafts

    monkeypatch.setattr(saving, "prepare", meanwhile)
    browser = browser_of(place.clerk)
    answer = browser.post("/desk/registers/people/new/", words)
    assert answer.status_code == 409
    assert "刚刚有人登记了同一条" in answer.content.decode()
