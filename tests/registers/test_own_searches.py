"""A search that showed somebody masked is told to the person: the post and the day, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.accounts.models import AccessLog
from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person, SearchShown
from gongzhi.registers.reading.find import FEW
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.save_row import save_row
from gongzhi.registers.services.search_registers import search_registers
from gongzhi.web.words import plain_date_text
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE = "19900000001"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301")
    for number, name in ((1, "周小明"), (2, "周小红")):
        words = {"building_code": "LY-1", "number": "2-301", "name": name, "phone": PHONE,
                 "id_number": identity(number)}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


@pytest.fixture
def me(there: Place) -> Actor:
    actor = there.city.resident(PHONE)
    update_resident(actor=actor, name="周小明")
    link_own_row(actor=actor)
    return actor


def told(me: Actor) -> list[dict[str, str]]:
    found: list[dict[str, str]] = (
        browser_of(me).get("/me/data/gongzhi-my-data.json").json()["searches"]
    )
    return found


def test_the_person_is_told_the_post_and_the_day_once(there: Place, me: Actor) -> None:
    today, now = clock.today(), clock.now()
    assert told(me) == []
    # Typed on, and again: three searches of a day, the same two people.
    for text in ("zxm", "周小明", "0001"):
        search_registers(actor=there.clerk, text=text)
    assert AccessLog.objects.filter(kind="search").count() == 3
    assert [sorted(row.people) for row in SearchShown.objects.order_by("log_id")] == [
        [Person.reached.get(account_id=me.resident_id).pk],
        [Person.reached.exclude(account_id=me.resident_id).get().pk],
    ]
    (one,) = told(me)
    assert one["on"] == today.isoformat()
    assert there.city.community.name in one["who"]
    page = browser_of(me).get("/me/data/").content.decode()
    assert "谁查找时看到过我" in page
    assert plain_date_text(today) in page
    assert str(there.clerk.name) not in page
    # Another day, and another clerk, are told beside it.
    search_registers(actor=there.clerk, text="周小明", at=now + timedelta(days=1))
    street = there.city.staff("street_clerk", there.city.street, there.city.street_area)
    search_registers(actor=street, text="周小明")
    assert len(told(me)) == 3


def test_a_search_that_did_not_show_me_is_not_told(there: Place, me: Actor) -> None:
    search_registers(actor=there.clerk, text="周小红")
    search_registers(actor=there.elsewhere(), text="周小明")
    search_registers(actor=there.clerk, text="燕山大路")
    assert told(me) == []
    assert len(told(me)) == 0
    assert SearchShown.objects.count() == 1


def test_a_search_writes_one_row_however_many_it_shows(there: Place) -> None:
    for number in range(3, 3 + 2 * FEW):
        words = {"building_code": "LY-1", "number": "2-301", "name": "周小明",
                 "id_number": identity(number)}  # fmt: skip
        save_row(actor=there.clerk, register=REGISTERS["people"], words=words)
    with CaptureQueriesContext(connection) as asked, guarded():
        search_registers(actor=there.clerk, text="周小明")
    written = [q["sql"] for q in asked.captured_queries if q["sql"].lstrip().startswith("INSERT")]
    assert len(written) == 2  # the line of the log, and whom it showed
    assert len(SearchShown.objects.get().people) == FEW


def test_it_goes_with_the_line_of_the_log(there: Place, me: Actor) -> None:
    now = clock.now()
    search_registers(actor=there.clerk, text="周小明", at=now - timedelta(days=1200))
    search_registers(actor=there.clerk, text="周小明", at=now)
    assert clear_expired(at=now)["access_log"] == 1
    assert [one["on"] for one in told(me)] == [clock.local(now).date().isoformat()]
