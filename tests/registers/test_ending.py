"""Rows end with a day and a reason, come back the same day, or are registered again later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Home, Person, RegisterEvent
from gongzhi.registers.services.end_row import end_row, restore_row
from gongzhi.registers.services.save_row import RowRefused, save_row
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE = "13800001234"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301", "2-302")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": PHONE,
             "id_number": identity(1), "relation": "head"}  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


def end(there: Place, key: str, row: Any, **more: Any) -> None:
    values = {"actor": there.clerk, "version": row.version, "on": clock.today(),
              "why": "moved" if key == "people" else "pulled_down"} | more  # fmt: skip
    end_row(register=REGISTERS[key], row_id=row.pk, **values)


def test_whoever_moved_away_is_in_no_list_and_can_come_back_today(there: Place) -> None:
    person = Person.reached.get()
    browser, href = browser_of(there.clerk), f"/desk/registers/people/{person.pk}/"
    assert f"{href}end/" in browser.get(href).content.decode()
    form = {"version": person.version, "why": "moved", "on": clock.today().isoformat()}
    assert browser.get(f"{href}end/").status_code == 200
    assert browser.post(f"{href}end/", form).status_code == 302
    person.refresh_from_db()
    assert (person.ended_on, person.ended_why) == (clock.today(), "moved")
    assert href not in browser.get("/desk/registers/people/").content.decode()
    assert href not in browser.post("/desk/registers/find/", {"q": "周小明"}).content.decode()
    page = browser.get(href).content.decode()
    assert "已注销" in page
    assert "搬走" in page
    assert f"{href}edit/" not in page
    event = RegisterEvent.reached.get(kind="ended")
    assert (event.values, event.fields) == ({}, [])  # why somebody is gone is theirs
    assert browser.post(f"{href}end/", form | {"version": person.version}).status_code == 409
    assert browser.post(f"{href}restore/").status_code == 302
    person.refresh_from_db()
    assert (person.ended_on, person.ended_why) == (None, "")
    assert href in browser.get("/desk/registers/people/").content.decode()


def test_the_next_day_it_is_registered_again_as_the_same_row(there: Place) -> None:
    person = Person.reached.get()
    end(there, "people", person)
    tomorrow = clock.now() + timedelta(days=1)
    with pytest.raises(Conflict):
        restore_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk, at=tomorrow)
    words = {"building_code": "LY-1", "number": "2-302", "name": "周小明",
             "id_number": identity(1)}  # fmt: skip
    with pytest.raises(Conflict):  # a row that ended is not corrected
        save_row(actor=there.clerk, register=REGISTERS["people"], words=words, row_id=person.pk)
    save_row(actor=there.clerk, register=REGISTERS["people"], words=words)
    again = Person.reached.get()
    assert (again.pk, again.ended_on, again.ended_why) == (person.pk, None, "")
    assert again.home == Home.reached.get(number="2-302")
    assert "重新登记" in browser_of(there.clerk).get(
        f"/desk/registers/people/{person.pk}/"
    ).content.decode()  # fmt: skip


def test_a_home_ends_after_its_people_and_a_building_after_its_homes(there: Place) -> None:
    person, building = Person.reached.get(), Building.reached.get()
    homes = list(Home.reached.order_by("number"))
    with pytest.raises(Conflict, match="2套房屋"):
        end(there, "buildings", building)
    with pytest.raises(Conflict, match="登记着1人"):
        end(there, "homes", homes[0])
    assert not Home.reached.exclude(ended_on=None).exists()
    end(there, "people", person, why="died")
    for home in homes:
        end(there, "homes", home)
    end(there, "buildings", building)
    event = RegisterEvent.reached.get(kind="ended", register="buildings")
    assert event.values == {"why": "pulled_down", "on": clock.today().isoformat()}
    page = browser_of(there.clerk).get(f"/desk/registers/buildings/{building.pk}/")
    assert "注销：拆除" in page.content.decode()
    with pytest.raises(Conflict, match="所在的地方"):
        restore_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk)
    for key, row in (("buildings", building), ("homes", homes[0]), ("people", person)):
        restore_row(actor=there.clerk, register=REGISTERS[key], row_id=row.pk)
    assert Person.reached.get().ended_on is None


def test_a_new_head_meanwhile_keeps_the_old_one_from_coming_back(there: Place) -> None:
    person = Person.reached.get()
    end(there, "people", person)
    words = {"building_code": "LY-1", "number": "2-301", "name": "李二", "relation": "head"}
    save_row(actor=there.clerk, register=REGISTERS["people"], words=words)
    with pytest.raises(Conflict, match="户主"):
        restore_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk)
    assert Person.reached.get(pk=person.pk).ended_on == clock.today()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"why": "pulled_down"}, "why"),
        ({"why": ""}, "why"),
        ({"on": clock.today() + timedelta(days=1)}, "on"),
        ({"on": clock.today().replace(year=1900)}, "on"),
    ],
)
def test_a_wrong_day_or_reason_is_said(there: Place, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        end(there, "people", Person.reached.get(), **more)
    assert refused.value.field == field
    assert Person.reached.get().ended_on is None


def test_nobody_elses_row_is_ended_and_nothing_changes(there: Place) -> None:
    person, building = Person.reached.get(), Building.reached.get()
    before = [list(m.reached.order_by("pk").values()) for m in (Person, Home, Building)]  # type: ignore[attr-defined]
    away = there.elsewhere()
    with pytest.raises(NotFound):
        end(there, "people", person, actor=away)
    with pytest.raises(NotFound):
        restore_row(actor=away, register=REGISTERS["people"], row_id=person.pk)
    for actor in (there.city.dispatcher, there.city.director):
        with pytest.raises(Denied):
            end(there, "buildings", building, actor=actor)
        href = f"/desk/registers/buildings/{building.pk}/"
        assert browser_of(actor).get(f"{href}end/").status_code == 403
        assert browser_of(actor).post(f"{href}restore/").status_code == 403
    with pytest.raises(Conflict):
        end(there, "people", person, version=person.version + 1)
    with pytest.raises(Conflict):
        restore_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk)
    after = [list(m.reached.order_by("pk").values()) for m in (Person, Home, Building)]  # type: ignore[attr-defined]
    assert after == before


def test_whoever_moved_away_is_registered_anew_where_they_live_now(there: Place) -> None:
    people, away = REGISTERS["people"], there.home_elsewhere()
    words = {"building_code": "AWAY-1", "number": "1", "name": "周小明", "id_number": identity(1)}
    with pytest.raises(RowRefused, match="辖区以外"):
        save_row(actor=away, register=people, words=words)
    first = Person.reached.get()
    end(there, "people", first)
    save_row(actor=away, register=people, words=words)
    second = Person.objects.visible_to(away).get()
    # Nothing of the old row comes along but what was filled in, and that one stays history.
    assert (second.pk != first.pk, second.phone_sealed, second.relation) == (True, "", "other")
    first.refresh_from_db()
    assert first.ended_on is not None
    with pytest.raises(Conflict, match="别处重新登记"):
        restore_row(actor=there.clerk, register=people, row_id=first.pk)
    back = {**words, "building_code": "LY-1", "number": "2-301"}
    with pytest.raises(RowRefused, match="辖区以外"):
        save_row(actor=there.clerk, register=people, words=back)
    # Moved away from there too: the old row stands again.
    end_row(register=people, row_id=second.pk, actor=away, version=second.version,
            on=clock.today(), why="moved")  # fmt: skip
    save_row(actor=there.clerk, register=people, words=back)
    first.refresh_from_db()
    assert (first.ended_on, Person.reached.filter(ended_on=None).count()) == (None, 1)
