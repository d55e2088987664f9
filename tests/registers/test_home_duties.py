"""挂户: one organisation and one person for a home at a time; a household with nobody is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from gongzhi.accounts import selectors as accounts
from gongzhi.accounts.models import Posting
from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Responsibility
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.changes.body_ending import count_homes, pass_homes
from gongzhi.registers.home_duty import parties_for
from gongzhi.registers.models import Building, Home, HomeDuty, Person
from gongzhi.registers.reading import home_duties
from gongzhi.registers.reading.home_duties import HomeDutyPage, duty_of, home_duty_page
from gongzhi.registers.services.answer_for_homes import answer_for_homes
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place
from tests.signing_in import browser_of

HOMES = ("1-101", "1-102", "1-201")


@pytest.fixture
def there(place: Place) -> Place:
    """Three households and an empty home in one building, and a worker of the grid's team."""
    place.with_homes(*HOMES, "1-202")
    for number in HOMES:
        words = {"building_code": "LY-1", "number": number, "name": "周小明",
                 "phone": "19900000001" if number == HOMES[0] else ""}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


@pytest.fixture
def worker(there: Place) -> Actor:
    found = there.city.grid_worker
    accounts.forget()
    return found


def branch(there: Place) -> orgs.BodyRef:
    return parties_for(there.grid.path)[0]


def home_of(number: str) -> int:
    return int(Home.reached.get(number=number).pk)


def page(there: Place, **more: int) -> HomeDutyPage:
    with guarded():
        return home_duty_page(there.clerk, there.grid.code, more.get("building", 0), clock.today())


def test_a_home_has_one_at_a_time_and_history_stays(there: Place, worker: Actor) -> None:
    found = page(there)
    assert (found.households, found.orphans) == (3, 3)
    assert [(one.name, one.count) for one in found.buildings] == [("燕山大路18号", 3)]
    body, user = branch(there).code, worker.user_id or 0
    week = clock.today() - timedelta(days=7)
    done = answer_for_homes(
        actor=there.clerk, body=body, user_id=user, home_ids=[home_of(HOMES[0])], on=week
    )
    assert done == 1
    building = Building.reached.get().pk
    found = page(there, building=building)
    assert (found.orphans, [one.name for one in found.homes]) == (2, list(HOMES[1:]))
    # The rest of the building at once: only households that have nobody.
    done = answer_for_homes(actor=there.clerk, body=body, user_id=user, building_ids=[building])
    assert done == 2
    assert page(there).orphans == 0
    # The same again changes nothing; somebody else begins where the first one ends.
    assert answer_for_homes(
        actor=there.clerk, body=body, user_id=user, home_ids=[home_of(HOMES[0])]
    ) == 0  # fmt: skip
    other = there.city.grid_worker
    accounts.forget()
    for _twice in range(2):
        answer_for_homes(
            actor=there.clerk, body=body, user_id=other.user_id or 0, home_ids=[home_of(HOMES[0])]
        )
    rows = HomeDuty.reached.filter(home__number=HOMES[0]).order_by("valid")
    assert [(row.user_id, row.valid.lower, row.valid.upper) for row in rows] == [
        (user, week, clock.today()), (other.user_id, clock.today(), None),
    ]  # fmt: skip


def test_households_are_orphans_again_when_their_worker_leaves(there: Place, worker: Actor) -> None:
    answer_for_homes(
        actor=there.clerk, body=branch(there).code, user_id=worker.user_id or 0,
        building_ids=[Building.reached.get().pk],
    )  # fmt: skip
    assert page(there).orphans == 0
    Posting.objects.filter(user_id=worker.user_id).update(
        valid=DateRange(clock.today() - timedelta(days=9), clock.today())
    )
    assert page(there).orphans == 3


def test_who_answers_for_the_whole_area_answers_for_its_households(there: Place) -> None:
    Responsibility.reached.create(
        kind="home", area_id=there.grid.id, body_id=branch(there).id,
        valid=DateRange(clock.today(), None),
    )  # fmt: skip
    found = page(there)
    assert (found.households, found.orphans) == (3, 0)


def test_refusals_write_nothing(there: Place, worker: Actor) -> None:
    body, user, home = branch(there).code, worker.user_id or 0, home_of(HOMES[0])
    away = next(
        one for one in orgs.bodies_of_kind("party_branch")
        if one.code != body and not there.grid.path.startswith(one.path)
    )  # fmt: skip
    for values, field in (
        ({"body": "CG", "user_id": user, "home_ids": [home]}, "body"),
        ({"body": away.code, "user_id": user, "home_ids": [home]}, "body"),
        ({"body": body, "user_id": there.clerk.user_id, "home_ids": [home]}, "user"),
        ({"body": body, "user_id": user, "home_ids": []}, "home"),
        ({"body": body, "user_id": user, "home_ids": [home, 10**12]}, "home"),
        ({"body": body, "user_id": user, "home_ids": range(1, 502)}, "home"),
    ):
        with pytest.raises(Invalid) as caught:
            answer_for_homes(actor=there.clerk, **values)  # type: ignore[arg-type]
        assert caught.value.field == field
    with pytest.raises(Invalid):
        answer_for_homes(actor=there.elsewhere(), body=body, user_id=user, home_ids=[home])
    for actor in (worker, there.city.resident(), there.city.dispatcher):
        with pytest.raises(Denied):
            answer_for_homes(actor=actor, body=body, user_id=user, home_ids=[home])
    with pytest.raises(NotFound):
        home_duty_page(there.elsewhere(), there.grid.code, 0, clock.today())
    assert not HomeDuty.reached.exists()


def test_the_resident_reads_who_answers_for_the_own_home(there: Place, worker: Actor) -> None:
    me, stranger = there.city.resident(), there.city.resident("19900000002")
    update_resident(actor=me, name="周小明")
    link_own_row(actor=me)
    home = home_of(HOMES[0])
    answer_for_homes(
        actor=there.clerk, body=branch(there).code, user_id=worker.user_id or 0, home_ids=[home]
    )
    text = browser_of(me).get("/me/data/").content.decode()
    assert "谁挂我家" in text
    assert branch(there).label() in text
    assert duty_of(stranger, home, clock.today()) is None


def test_a_successor_of_the_organisation_takes_the_homes_over(there: Place, worker: Actor) -> None:
    first, second = parties_for(there.grid.path)[:2]
    week = clock.today() - timedelta(days=7)
    values = {"actor": there.clerk, "body": first.code, "user_id": worker.user_id or 0}
    answer_for_homes(**values, home_ids=[home_of(HOMES[0])], on=week)  # type: ignore[arg-type]
    answer_for_homes(**values, home_ids=[home_of(HOMES[1])])  # type: ignore[arg-type]
    assert count_homes(first.id) == 2
    assert pass_homes(first.id, second.id, clock.now()) == 2
    assert (count_homes(first.id), count_homes(second.id)) == (0, 2)
    assert HomeDuty.reached.filter(body_id=first.id).count() == 1  # the days before


def test_however_many_homes_are_few_statements(
    there: Place, worker: Actor, django_assert_max_num_queries: Any
) -> None:
    values = {"actor": there.clerk, "body": branch(there).code, "user_id": worker.user_id or 0}
    week = clock.today() - timedelta(days=7)
    answer_for_homes(**values, home_ids=[home_of(HOMES[0])], on=week)  # type: ignore[arg-type]
    other = there.city.grid_worker
    accounts.forget()
    building = Building.reached.get().pk
    values["user_id"] = other.user_id or 0
    with django_assert_max_num_queries(16):
        first = [home_of(HOMES[0])]
        done = answer_for_homes(**values, home_ids=first, building_ids=[building])  # type: ignore[arg-type]
    assert done == 3
    home_duty_page(there.clerk, there.grid.code, 0, clock.today())
    with django_assert_max_num_queries(6):
        assert page(there).orphans == 0


def test_in_a_wide_area_parts_are_counted_and_no_building_is_listed(
    there: Place, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_duties, "NARROW", 20)
    city = areas.root_area()
    assert city is not None
    street = there.city.staff("street_clerk", there.city.street, city)
    found = home_duty_page(street, city.code, 0, clock.today())
    assert (found.households, found.orphans, found.buildings, found.workers) == (3, 3, [], [])
    text = browser_of(street).get("/desk/registers/home-duties/").content.decode()
    assert "请先在下面点开一处" in text


def test_ticked_on_the_page_and_changed_on_the_homes_own(there: Place, worker: Actor) -> None:
    desk = browser_of(there.clerk)
    building = Building.reached.get().pk
    address = f"/desk/registers/home-duties/?area={there.grid.code}"
    assert "3户没有人负责" in desk.get(address).content.decode()
    data = {"area": there.grid.code, "body": branch(there).code, "user": worker.user_id,
            "building_whole": building}  # fmt: skip
    said = desk.post("/desk/registers/home-duties/assign/", data, follow=True).content.decode()
    assert "已落实3户。" in said
    assert "这里每一户都有人负责。" in said
    row = f"/desk/registers/homes/{home_of(HOMES[0])}/"
    assert branch(there).label() in desk.get(row).content.decode()
    other = there.city.grid_worker
    accounts.forget()
    data = {"home": home_of(HOMES[0]), "back": home_of(HOMES[0]), "body": branch(there).code,
            "user": other.user_id}  # fmt: skip
    answer = desk.post("/desk/registers/home-duties/assign/", data)
    assert answer["Location"] == row
    assert HomeDuty.reached.get(home__number=HOMES[0]).user_id == other.user_id


def test_as_many_statements_for_forty_times_as_many_homes(there: Place, worker: Actor) -> None:
    """What the pages and the assignment read does not grow with the homes, buildings or grids."""
    values = {"actor": there.clerk, "body": branch(there).code, "user_id": worker.user_id or 0}
    city = areas.root_area()
    assert city is not None
    street = there.city.staff("street_clerk", there.city.street, city)

    def read(building: int) -> tuple[int, ...]:
        counts = []
        for actor, code, one in ((there.clerk, there.grid.code, 0),
                                 (there.clerk, there.grid.code, building),
                                 (street, city.code, 0)):  # fmt: skip
            with guarded(), CaptureQueriesContext(connection) as asked:
                home_duty_page(actor, code, one, clock.today())
            counts.append(len(asked))
        with guarded(), CaptureQueriesContext(connection) as asked:
            duty_of(there.clerk, home_of(HOMES[0]), clock.today())
        return (*counts, len(asked))

    first = Building.reached.get()
    read(first.pk)  # what is kept for a while is read once
    few = read(first.pk)
    assigned = []
    for count in (1, 120):
        ids = many(first, count)
        with CaptureQueriesContext(connection) as asked:
            assert answer_for_homes(**values, home_ids=ids) == count  # type: ignore[arg-type]
        assigned.append(len(asked))
    assert page(there).households == 3 + 121
    many(first, 120)
    assert read(first.pk) == few
    assert assigned[0] == assigned[1]


def many(first: Building, count: int) -> list[int]:
    """Households of one in new buildings of ten homes, beside the first."""
    made, today = Building.reached.count(), clock.today()
    stands = {"area_id": first.area_id, "area_path": first.area_path, "checked_on": today,
              "updated_at": clock.now()}  # fmt: skip
    buildings = Building.reached.bulk_create(
        Building(code=f"M-{made + n}", name="4号楼", address=f"燕山大路{made + n}号", **stands)
        for n in range(-(-count // 10))
    )
    homes = Home.reached.bulk_create(
        Home(building=buildings[n // 10], number=f"{n}", address=f"{n}", **stands)
        for n in range(count)
    )
    Person.reached.bulk_create(Person(home=home, name_sealed="x", **stands) for home in homes)
    return [home.pk for home in homes]


def test_a_worker_of_one_grid_does_not_answer_for_another(there: Place, worker: Actor) -> None:
    """Homes of two grids at once: the person works in one of them."""
    first = Building.reached.get()
    team = orgs.responsible_body("grid_team", first.area_path)
    other = next(
        one for one in areas.leaf_areas()
        if one.path.startswith(there.city.street_area.path)
        and orgs.responsible_body("grid_team", one.path) != team
    )  # fmt: skip
    street = there.city.staff("street_clerk", there.city.street, there.city.street_area)
    ids = many(first, 2)
    Home.reached.filter(pk=ids[0]).update(area_id=other.id, area_path=other.path)
    common = next(
        one for one in parties_for(first.area_path)
        if one.id in {each.id for each in parties_for(other.path)}
    )  # fmt: skip
    values = {"actor": street, "body": common.code, "user_id": worker.user_id or 0}
    with pytest.raises(Invalid) as caught:
        answer_for_homes(**values, home_ids=ids)  # type: ignore[arg-type]
    assert caught.value.field == "user"
    assert not HomeDuty.reached.exists()
    assert answer_for_homes(**values, home_ids=ids[1:]) == 1  # type: ignore[arg-type]
