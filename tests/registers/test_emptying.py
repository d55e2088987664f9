"""A phone is emptied by saying so; an empty field or cell leaves it as it was."""

from __future__ import annotations

import pytest

from gongzhi.kernel.crypto import open_
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person, UnitRecord
from gongzhi.registers.services.apply_import import apply_import, ask_to_apply
from gongzhi.registers.services.check_import import check_import
from gongzhi.registers.services.save_row import save_row
from gongzhi.registers.services.stage_import import stage_import
from tests.registers.conftest import Place, identity, workbook
from tests.signing_in import browser_of

PHONE = "13800001234"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": PHONE,
             "id_number": identity(1)}  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


def imported(there: Place, register: str, row: dict[str, str]) -> None:
    staged = stage_import(
        actor=there.clerk, register=REGISTERS[register], data=workbook(register, [row]),
        file_name="a.xlsx",
    )  # fmt: skip
    check_import(import_id=staged.pk)
    ask_to_apply(actor=there.clerk, import_id=staged.pk)
    assert apply_import(import_id=staged.pk) is not None


def test_by_the_form(there: Place) -> None:
    person = Person.reached.get()
    browser, href = browser_of(there.clerk), f"/desk/registers/people/{person.pk}/"
    words = {"version": person.version, "building_code": "LY-1", "number": "2-301"}
    both = words | {"phone": "13900001111", "phone_emptied": "on"}
    assert browser.post(f"{href}edit/", both).status_code == 422
    assert browser.post(f"{href}edit/", words).status_code == 302
    assert open_(Person.reached.get().phone_sealed) == PHONE
    assert browser.post(f"{href}edit/", words | {"phone_emptied": "on"}).status_code == 302
    person.refresh_from_db()
    assert person.phone_sealed == ""
    assert open_(person.name_sealed) == "周小明"
    assert open_(person.id_sealed) == identity(1)
    assert href not in browser.post("/desk/registers/find/", {"q": PHONE}).content.decode()
    assert "phone_emptied" not in browser.get(f"{href}edit/").content.decode()


@pytest.mark.parametrize("word", ["清空", "clear", " Clear "])
def test_by_a_workbook(there: Place, word: str) -> None:
    row = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": ""}
    imported(there, "people", row)
    assert open_(Person.reached.get().phone_sealed) == PHONE
    imported(there, "people", row | {"phone": word})
    person = Person.reached.get()
    assert person.phone_sealed == ""
    assert open_(person.id_sealed) == identity(1)


def test_of_a_unit(there: Place) -> None:
    row = {"body": there.city.community.code, "area_code": there.grid.code, "contact": "李二",
           "phone": PHONE}  # fmt: skip
    save_row(actor=there.clerk, register=REGISTERS["units"], words=row)
    imported(there, "units", row | {"contact": "", "phone": ""})
    unit = UnitRecord.reached.get()
    assert (open_(unit.contact_sealed), open_(unit.phone_sealed)) == ("李二", PHONE)
    imported(there, "units", row | {"phone": "清空"})
    unit.refresh_from_db()
    assert (open_(unit.contact_sealed), unit.phone_sealed) == ("李二", "")
