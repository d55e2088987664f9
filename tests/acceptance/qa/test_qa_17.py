"""QA-17: one master data set for people, places, things and matters, which its people can answer.

The part of the person: what is held about me is mine to see, to have corrected and erased, and
goes by itself when its time is over. Field duties and the visit come with their own rows.
"""

from __future__ import annotations

import uuid

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel.crypto import open_
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person
from gongzhi.registers.services.ask_about_own_data import ask_about_own_data
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.registers.services.end_row import end_row
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.save_row import save_row
from tests.orders.conftest import T0
from tests.registers.conftest import Place, city, identity, place, qianan
from tests.signing_in import browser_of

__all__ = ["city", "place", "qianan"]
PHONE, NEW = "19900000001", "19900000009"


def _registered(place: Place) -> Person:
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": PHONE,
             "id_number": identity(1)}  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    person: Person = Person.reached.get()
    return person


def test_qa_17_part_the_person_has_the_one_entry_corrected_for_everybody(place: Place) -> None:
    """One entry: what is corrected on request is what every list, page and search shows."""
    person = _registered(place)
    me = place.city.resident(PHONE)
    update_resident(actor=me, name="周小明")
    link_own_row(actor=me)
    request = ask_about_own_data(
        actor=me, kind="correct", client_key=uuid.uuid4(), words={"phone": NEW}
    )
    number = Order.reached.get(pk=request.order_id).number
    act(actor=place.clerk, number=number, action="grant_request")
    person.refresh_from_db()
    assert open_(person.phone_sealed) == NEW
    desk = browser_of(place.clerk)
    href = f"/desk/registers/people/{person.pk}/"
    assert href in desk.post("/desk/registers/find/", {"q": NEW}).content.decode()
    assert href not in desk.post("/desk/registers/find/", {"q": PHONE}).content.decode()
    assert NEW in browser_of(me).get("/me/data/").content.decode()


def test_qa_17_part_what_ended_leaves_lists_and_later_its_person(place: Place) -> None:
    """A person who moved away: in no list the same moment, nobody after the period, still a figure."""
    person = _registered(place)
    end_row(
        actor=place.clerk, register=REGISTERS["people"], row_id=person.pk, version=person.version,
        on=T0.date().replace(year=T0.year - 2), why="moved",
    )  # fmt: skip
    desk = browser_of(place.clerk)
    assert f"/people/{person.pk}/" not in desk.get("/desk/registers/people/").content.decode()
    cut = ("area_path", "sex", "birth_year", "residence")
    before = Person.reached.values(*cut).get()
    assert clear_expired()["ended_people"] == 1
    person.refresh_from_db()
    assert (person.name_sealed, person.phone_sealed, person.id_sealed) == ("", "", "")
    assert Person.reached.values(*cut).get() == before
