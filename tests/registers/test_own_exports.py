"""Every export that held a person's row is told, wherever the row stood at that moment."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.db.models import Case, F, TextField, Value, When

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.services.apply_change import make_change
from gongzhi.kernel import clock
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, ExportReach, Person, PersonMoved, RegisterEvent
from gongzhi.registers.reading.listing import Within
from gongzhi.registers.reading.own_exports import own_exports
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.registers.services.end_row import end_row
from gongzhi.registers.services.export_register import export_register
from gongzhi.registers.services.save_row import save_row
from tests.insight.changed_city import BOSS
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

HOUR = timedelta(hours=1)
PEOPLE = REGISTERS["people"]


@pytest.fixture
def person(place: Place) -> Person:
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "id_number": identity(1)}
    save_row(actor=place.clerk, register=PEOPLE, words=words)
    found: Person = Person.reached.get()
    return found


def take(place: Place, purpose: str, at: datetime, area: str = "") -> None:
    """An export by the community's clerk. Its reach is put down as of `at`."""
    export_register(
        actor=place.clerk, register=PEOPLE, file=io.BytesIO(), purpose=purpose, at=at,
        within=Within(area=area),
    )  # fmt: skip


def told(person: Person) -> set[str]:
    return {one.purpose for one in own_exports(person.pk)}


def put(place: Place, area: areas.AreaRef) -> None:
    """The building into another grid, by a correction; its people follow without an event."""
    row = Building.reached.get()
    save_row(
        actor=place.clerk, register=REGISTERS["buildings"], row_id=row.pk, version=row.version,
        words=place.building(area_code=area.code),
    )  # fmt: skip


def merged(place: Place, code: str, name: str, grid_id: int) -> areas.AreaRef:
    """The grid joined with a neighbour: a new grid takes both in."""
    other = next(a for a in areas.children(place.city.community_area.id) if a.id != grid_id)
    make_change(
        actor=BOSS, asked=Asked("merge", clock.today(), (grid_id, other.id), (Part(code, name),))
    )
    found = areas.area_by_code(code)
    assert found is not None
    return found


def test_a_value_that_narrows_nothing_hides_no_export(place: Place, person: Person) -> None:
    """The list of people has no such choice: whoever adds one to the address takes them all."""
    answer = browser_of(place.clerk).post(
        "/desk/registers/people/export/", {"purpose": "夹带", "value": "x", "personal": "on"}
    )
    assert b"".join(answer)[:2] == b"PK"  # type: ignore[arg-type]
    assert ExportReach.objects.get().personal
    assert told(person) == {"夹带"}


def test_moved_by_a_change_of_boundaries_every_grid_of_then_is_told(
    place: Place, person: Person
) -> None:
    """No event is written by any move; what was taken in between names a grid of neither end."""
    now = clock.now()
    RegisterEvent.reached.filter(register="people").delete()
    save_time = now - 9 * HOUR
    RegisterEvent.reached.create(
        register="people", row_id=person.pk, area_path=person.area_path, kind="added",
        source="form", who="甲", at=save_time,
    )  # fmt: skip
    old = place.grid.code
    take(place, "登记以前", now - 10 * HOUR, old)
    take(place, "第一个网格", now - 8 * HOUR, old)
    middle = merged(place, "220723099903", "合格", place.grid.id)
    PersonMoved.objects.update(until=now - 7 * HOUR)
    take(place, "中间的网格", now - 6 * HOUR, middle.code)
    take(place, "整个社区", now - 5 * HOUR)
    last = next(a for a in areas.children(place.city.community_area.id) if a.id != middle.id)
    put(place, last)
    PersonMoved.objects.filter(area_path=middle.path).update(until=now - 4 * HOUR)
    take(place, "现在的网格", now - 3 * HOUR, last.code)
    # Somebody corrects the row afterwards: what was before stays told.
    RegisterEvent.reached.create(
        register="people", row_id=person.pk, area_path=last.path, kind="corrected",
        fields=["phone"], source="form", who="甲", at=now - 2 * HOUR,
    )  # fmt: skip
    assert told(person) == {"第一个网格", "中间的网格", "整个社区", "现在的网格"}
    # The same grids, at moments when the row did not stand in them.
    reach = {row.log.purpose: row for row in ExportReach.objects.select_related("log")}
    first, second = reach["第一个网格"], reach["中间的网格"]
    ExportReach.objects.filter(pk=first.pk).update(paths=second.paths)
    assert "第一个网格" not in told(person)
    # Minutes after the change an export may still have read the old places: both are told.
    PersonMoved.objects.filter(area_path=place.grid.path).update(
        until=first.log.at - timedelta(minutes=5)
    )
    assert "第一个网格" in told(person)


def test_a_building_put_into_another_grid_takes_its_people_along(
    place: Place, person: Person
) -> None:
    now = clock.now()
    other = next(a for a in areas.children(place.city.community_area.id) if a.id != place.grid.id)
    take(place, "先前的网格", now + HOUR, place.grid.code)
    put(place, other)
    person.refresh_from_db()
    assert person.area_path == other.path
    PersonMoved.objects.update(until=now + 2 * HOUR)
    take(place, "后来的网格", now + 3 * HOUR, other.code)
    take(place, "不再在的网格", now + 4 * HOUR, place.grid.code)
    assert told(person) == {"先前的网格", "后来的网格"}


def test_one_statement_tells_each_person_whom_it_moved_and_nobody_else(
    place: Place, person: Person
) -> None:
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小红"}
    save_row(actor=place.clerk, register=PEOPLE, words=words)
    ids = sorted(Person.reached.values_list("pk", flat=True))
    Person.reached.update(sex="f")
    assert not PersonMoved.objects.exists()
    paths = Case(
        When(pk=ids[0], then=Value("9.9.")), default=F("area_path"), output_field=TextField()
    )
    Person.reached.update(area_path=paths)
    moved = PersonMoved.objects.values_list("person_id", "area_path")
    assert list(moved) == [(ids[0], place.grid.path)]
    Person.reached.update(area_path="8.8.")
    assert sorted(moved.all()) == [
        (ids[0], place.grid.path),
        (ids[0], "9.9."),
        (ids[1], place.grid.path),
    ]


def test_an_ended_row_is_in_no_export_also_when_it_was_erased_since(
    place: Place, person: Person
) -> None:
    now = clock.now()
    end_row(actor=place.clerk, register=PEOPLE, row_id=person.pk, why="moved",
            version=person.version, on=clock.today() - timedelta(days=500))  # fmt: skip
    assert clear_expired()["ended_people"] == 1
    take(place, "清空以后", now + HOUR)
    assert told(person) == set()


def test_where_somebody_stood_is_kept_as_long_as_the_log(place: Place, person: Person) -> None:
    now = clock.now()
    for days in (1000, 1200):
        PersonMoved.objects.create(person=person, area_path="1.", until=now - timedelta(days=days))
    assert clear_expired(at=now)["past_places"] == 1
    assert PersonMoved.objects.count() == 1
