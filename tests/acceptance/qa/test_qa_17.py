"""QA-17: one master data set for people, places, things and matters, which its people can answer.

Each object has one row, which every page, search, map and count reads; a matter meets them by its
place. What is held about me is mine to see, to have corrected and erased, and goes by itself.
"""

from __future__ import annotations

import io
import uuid

import pytest

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Facility, Home, Person
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.ask_about_own_data import ask_about_own_data
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.registers.services.end_row import end_row
from gongzhi.registers.services.export_register import export_register
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.save_question import save_question
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


def test_qa_17_the_person_has_the_one_entry_corrected_for_everybody(place: Place) -> None:
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


def test_qa_17_what_ended_leaves_lists_and_later_its_person(place: Place) -> None:
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


def test_qa_17_people_places_things_and_matters_stand_in_one_set(place: Place) -> None:
    """One row each; a matter is found at the place and the thing by where it lies, linked by nobody."""
    lon, lat = f"{place.city.lon:.6f}", f"{place.city.lat:.6f}"
    people, clerk = REGISTERS["people"], place.clerk
    for key, words in (
        ("buildings", place.building(lon=lon, lat=lat)),
        ("homes", {"building_code": "LY-1", "number": "2-301"}),
        ("people", {"building_code": "LY-1", "number": "2-301", "name": "周小明"}),
        ("facilities", {"code": "2207230101000001", "name": "井盖", "area_code": place.grid.code,
                        "lon": lon, "lat": lat}),
    ):  # fmt: skip
        save_row(actor=clerk, register=REGISTERS[key], words=words)
    with pytest.raises(Invalid, match="已经登记过了"):  # a second entry of the same is refused
        save_row(actor=clerk, register=REGISTERS["buildings"], words=place.building())
    order = place.city.report(actor=place.city.resident())
    desk = browser_of(clerk)
    for row in (Building.reached.get(), Facility.reached.get()):
        key = "buildings" if isinstance(row, Building) else "facilities"
        page = desk.get(f"/desk/registers/{key}/{row.pk}/").content.decode()
        assert "这里的事" in page
        assert f"/desk/orders/{order.number}/" in page
    # All four in one scope: the community's clerk has each once, the next street's none.
    rows = {Person: 1, Home: 1, Building: 1, Facility: 1, Order: 1}
    for model, count in rows.items():
        with guarded():
            assert model.objects.visible_to(clerk).count() == count
            assert model.objects.visible_to(place.elsewhere()).count() == 0
    # No page of a person or of a home tells what was reported there.
    for key, model in (("people", Person), ("homes", Home)):
        page = desk.get(f"/desk/registers/{key}/{model.reached.get().pk}/").content.decode()
        assert order.number not in page
    assert people.of_people


def test_qa_17_the_one_row_is_what_every_way_reads(place: Place) -> None:
    """A facility corrected once: list, page, search, map, export and a saved question say the same."""
    point = {"lon": f"{place.city.lon:.6f}", "lat": f"{place.city.lat:.6f}"}
    words = {"code": "2207230101000001", "name": "路灯", "area_code": place.grid.code, **point}
    facilities = REGISTERS["facilities"]
    save_row(actor=place.clerk, register=facilities, words=words)
    row = Facility.reached.get()
    save_row(actor=place.clerk, register=facilities, row_id=row.pk, version=row.version,
             words={**words, "name": "庭院灯"})  # fmt: skip
    desk = browser_of(place.clerk)
    listed = desk.get("/desk/registers/facilities/").content.decode()
    found = desk.post("/desk/registers/find/", {"q": "庭院灯"}).content.decode()
    page = desk.get(f"/desk/registers/facilities/{row.pk}/").content.decode()
    for text in (listed, found, page):
        assert "庭院灯" in text
    points = desk.get(
        f"/desk/registers/facilities/map/points.json?area={place.grid.code}"
    ).content.decode()
    assert str(row.pk) in points
    file = io.BytesIO()
    assert export_register(actor=place.clerk, register=facilities, file=file, purpose="核对") == 1
    street = place.city.street_area
    clerk = place.city.staff("street_clerk", place.city.street, street)
    question = save_question(
        actor=clerk, name="部件", for_whom="城管局", register="facilities", area=street.code,
        level=place.grid.level,
    )  # fmt: skip
    assert answer_question(actor=clerk, question_id=question.pk, area=street.code).total == 1
