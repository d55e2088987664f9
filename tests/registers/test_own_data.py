"""What is held about me: linked by phone and name, shown in full, exported, with who looked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound, TooMany
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person
from gongzhi.registers.services.end_row import end_row
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.open_row import open_row
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE = "19900000001"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301")
    people = REGISTERS["people"]
    for number, name in ((1, "周小明"), (2, "周小红")):
        words = {"building_code": "LY-1", "number": "2-301", "name": name, "phone": PHONE,
                 "id_number": identity(number)}  # fmt: skip
        save_row(actor=place.clerk, register=people, words=words)
    return place


def test_one_sees_oneself_and_who_looked_the_number_masked(there: Place) -> None:
    me = there.city.resident(PHONE)
    update_resident(actor=me, name="周小明")
    browser = browser_of(me)
    assert identity(1) not in browser.get("/me/data/").content.decode()
    assert browser.post("/me/data/link/").status_code == 302
    person = Person.reached.get(account_id=me.resident_id)
    open_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk, purpose="入户核对")
    page = browser.get("/me/data/").content.decode()
    assert "周小明" in page
    # The phone may be a family's: the number is known to the person alone.
    assert identity(1) not in page
    assert identity(2) not in page
    data = browser.get("/me/data/gongzhi-my-data.json").json()
    assert data["registered"]["姓名"] == "周小明"
    assert identity(1) not in str(data)
    assert [look["purpose"] for look in data["looks"]] == ["入户核对"]
    other = browser_of(there.city.resident("19900000002"))
    assert identity(1) not in other.get("/me/data/").content.decode()
    assert other.get("/me/data/gongzhi-my-data.json").json()["registered"] is None


def test_who_looked_before_the_row_was_linked_is_told_on_both_pages(there: Place) -> None:
    person, other = Person.reached.order_by("pk")
    for row, purpose in ((person, "入户核对"), (other, "别人的事")):
        open_row(actor=there.clerk, register=REGISTERS["people"], row_id=row.pk, purpose=purpose)
    me = there.city.resident(PHONE)
    browser = browser_of(me)
    assert "入户核对" not in browser.get("/me/looks/").content.decode()
    update_resident(actor=me, name="周小明")
    link_own_row(actor=me)
    for path in ("/me/data/", "/me/looks/"):
        text = browser.get(path).content.decode()
        assert "入户核对" in text
        assert "别人的事" not in text
        assert f"people {person.pk}" not in text


def test_phone_or_name_alone_links_nothing(there: Place) -> None:
    me, stranger = there.city.resident(PHONE), there.city.resident("19900000002")
    with pytest.raises(Invalid):
        link_own_row(actor=me)
    update_resident(actor=me, name="周师傅")
    update_resident(actor=stranger, name="周小明")
    for actor in (me, stranger):
        with pytest.raises(NotFound):
            link_own_row(actor=actor)
    with pytest.raises(Denied):
        link_own_row(actor=there.clerk)
    assert not Person.reached.exclude(account=None).exists()


def test_whose_name_goes_with_a_phone_is_not_guessed(there: Place) -> None:
    me = there.city.resident(PHONE)
    for number in range(10):
        update_resident(actor=me, name=f"周小{'一二三四五六七八九十'[number]}")
        with pytest.raises(NotFound):
            link_own_row(actor=me)
    update_resident(actor=me, name="周小明")
    with pytest.raises(TooMany):
        link_own_row(actor=me)


def test_after_a_move_the_row_that_stands_is_the_own_one(there: Place) -> None:
    me, people = there.city.resident(PHONE), REGISTERS["people"]
    update_resident(actor=me, name="周小明")
    old = Person.reached.get(pk=link_own_row(actor=me))
    end_row(actor=there.clerk, register=people, row_id=old.pk, version=old.version,
            on=clock.today(), why="moved")  # fmt: skip
    away = there.home_elsewhere()
    save_row(actor=away, register=people, words={"building_code": "AWAY-1", "number": "1",
             "name": "周小明", "phone": PHONE, "id_number": identity(1)})  # fmt: skip
    new = Person.objects.visible_to(away).get()
    assert link_own_row(actor=me) == new.pk
    assert [row.pk for row in Person.objects.visible_to(me)] == [new.pk]


def test_an_export_that_held_my_row_is_told_to_me_without_naming_anybody(there: Place) -> None:
    import io
    from datetime import timedelta

    from gongzhi.kernel import clock
    from gongzhi.registers.models import ExportReach
    from gongzhi.registers.reading.listing import Within
    from gongzhi.registers.services.end_row import end_row
    from gongzhi.registers.services.export_register import export_register

    me = there.city.resident(PHONE)
    update_resident(actor=me, name="周小明")
    link_own_row(actor=me)
    people, now = REGISTERS["people"], clock.now()

    def take(actor: Actor, *, purpose: str, at: datetime, area: str = "", **more: Any) -> None:
        export_register(
            actor=actor, register=people, file=io.BytesIO(), purpose=purpose, at=at,
            within=Within(area=area), **more,
        )  # fmt: skip

    take(there.clerk, purpose="还没有登记的时候", at=now - timedelta(days=1))
    take(there.clerk, purpose="人口普查核对", at=now, personal=True)
    take(there.clerk, purpose="只要本网格", at=now, area=there.grid.code)
    take(there.elsewhere(), purpose="别的街道", at=now, personal=True)
    other = next(a for a in areas.children(there.city.community_area.id) if a.id != there.grid.id)
    take(there.clerk, purpose="别的网格", at=now, area=other.code)
    export_register(actor=there.clerk, register=REGISTERS["homes"], file=io.BytesIO(),
                    purpose="房屋", at=now)  # fmt: skip
    data = browser_of(me).get("/me/data/gongzhi-my-data.json").json()
    told = {(one["purpose"], one["rows"], one["opened"]) for one in data["exports"]}
    assert told == {("人口普查核对", 2, True), ("只要本网格", 2, False)}
    page = browser_of(me).get("/me/data/").content.decode()
    assert "人口普查核对" in page
    assert "别的街道" not in page
    assert str(there.clerk.name) not in page  # the office is told, not the clerk
    # What is kept of an export is where it reached: no row, no name.
    assert "周" not in str(list(ExportReach.objects.values_list()))
    person = Person.reached.get(account_id=me.resident_id)
    end_row(actor=there.clerk, register=people, row_id=person.pk, why="moved",
            version=person.version, on=clock.today())  # fmt: skip
    take(there.clerk, purpose="注销以后", at=clock.now() + timedelta(seconds=1))
    assert "注销以后" not in browser_of(me).get("/me/data/").content.decode()
