"""What is given where and when follows the hours of the place that gives it (ML-36, QA-13)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.offerings import catalogue
from gongzhi.offerings.catalogue import provider_at, search, when_given
from gongzhi.offerings.models import WindowPlace
from gongzhi.offerings.reading.windows import free_windows
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.save_times import add_hours_on, add_times, close_day
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.report import Draft
from gongzhi.venues.models import Station, StationDate
from gongzhi.venues.reading.outside import outside
from gongzhi.venues.services.set_date import set_date
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.residents import clerk
from tests.signing_in import browser_of

from .test_items import item

__all__ = ["city", "qianan"]

# The holidays of 2026 as the State Council published them: National Day is 1 to 7 October, worked
# in exchange on Sunday 20 September and Saturday 10 October.
BEFORE = datetime(2026, 9, 29, 10, tzinfo=clock.LOCAL_TZ)
DURING = date(2026, 10, 2)


@pytest.fixture(autouse=True)
def _fresh(city: City) -> None:
    catalogue.forget()


def station(city: City, **values: Any) -> Station:
    given = {
        "kind": "service_station", "name": "社区服务站", "opens": time(9), "closes": time(17),
        "weekdays": list(range(5)), "closed_holidays": True, "made_at": BEFORE,
    } | values  # fmt: skip
    return Station.objects.create(body_id=city.community.id, **given)


def here(city: City, day: date) -> set[str]:
    return {one.code for one in search("", area=city.grid, day=day)}


def said(city: City, code: str, now: datetime) -> str:
    found = when_given([item(code)], city.grid, now=now).get(code)
    return found.words if found else ""


def of_the_community(city: City) -> set[str]:
    bodies = ((one, provider_at(one, city.grid)) for one in catalogue.items())
    return {one.code for one, body in bodies if body and body.id == city.community.id}


@pytest.mark.parametrize(("day", "open_"), [
    (date(2026, 9, 29), True),  # a Tuesday
    (date(2026, 10, 17), False),  # a plain Saturday
    (DURING, False),  # a Friday within National Day
    (date(2026, 10, 10), True),  # a Saturday worked in exchange
])  # fmt: skip
def test_what_has_no_days_of_its_own_follows_the_place(city: City, day: date, open_: bool) -> None:
    everything, theirs = here(city, day), of_the_community(city)
    assert theirs
    assert theirs <= everything  # nobody knows when it is open
    station(city)
    assert here(city, day) == (everything if open_ else everything - theirs)


def test_it_says_when_it_opens_next(city: City) -> None:
    assert said(city, "Y01", BEFORE) == ""
    place = station(city)
    assert said(city, "Y01", BEFORE) == "今天09:00–17:00"
    evening = BEFORE.replace(day=30, hour=18)
    assert said(city, "Y01", evening) == "今天没有，下次10月8日(周四) 09:00–17:00"
    StationDate.objects.create(
        station=place, day=date(2026, 10, 3), opens=time(9), closes=time(12), made_at=BEFORE
    )
    assert said(city, "Y01", evening) == "今天没有，下次10月3日(周六) 09:00–12:00"
    Station.objects.update(weekdays=[])
    later = BEFORE + timedelta(days=30)
    assert said(city, "Y01", later) == "今天没有，近一个月也没有排时间"


def test_the_roster_that_sets_the_hours_speaks_for_its_body(city: City) -> None:
    station(city, name="书屋", weekdays=list(range(7)), closed_holidays=False)
    assert said(city, "Y01", BEFORE.replace(month=10, day=2)) == "今天09:00–17:00"
    station(city, sets_hours=True, closes=time(20))
    assert said(city, "Y01", BEFORE) == "今天09:00–20:00"
    assert not of_the_community(city) & here(city, DURING)


def offered(city: City, code: str = "D03") -> list[tuple[date, time]]:
    return [(one.day, one.starts) for one in free_windows(item(code), city.grid, now=BEFORE)]


def test_windows_leave_out_the_days_on_which_the_place_is_closed(city: City) -> None:
    who = {"actor": clerk(city), "item": item("D03"), "body": city.community.code, "at": BEFORE}
    add_times(weekdays=[2, 4, 5], starts=time(9), ends=time(11), capacity=1, **who)
    days = [date(2026, 9, 30), DURING, date(2026, 10, 3), *(date(2026, 10, n) for n in (7, 9, 10))]
    assert offered(city) == [(day, time(9)) for day in days]
    place = station(city)
    # Closed on just these dates; that it is closed on plain Saturdays says nothing of the hours
    # that somebody laid down for Saturdays.
    rest = [(day, time(9)) for day in days if not 1 <= day.day <= 7]
    assert offered(city) == rest
    assert not {"D03"} & here(city, DURING)
    assert "D03" in here(city, date(2026, 9, 30))
    assert "D03" not in here(city, date(2026, 9, 29))  # no hours on a Tuesday
    assert said(city, "D03", BEFORE) == "今天没有，下次9月30日(周三) 09:00–11:00"
    with pytest.raises(Invalid, match="不上门") as refused:
        order(city, DURING)
    assert refused.value.field == "agreed_at"
    assert not Order.reached.exists()
    # Open in the morning only, on another date: the hour has to fit in.
    StationDate.objects.create(
        station=place, day=date(2026, 10, 9), opens=time(10), closes=time(12), made_at=BEFORE
    )
    assert (date(2026, 10, 9), time(9)) not in offered(city)
    # Hours for the date itself are the body's own word.
    add_hours_on(day=DURING, starts=time(15), ends=time(16), capacity=1, **who)
    assert (DURING, time(15)) in offered(city)
    order(city, DURING, 15)
    assert WindowPlace.objects.count() == 1
    # With its only place taken it is not to be had on that day any more.
    assert "D03" not in here(city, DURING)
    close_day(day=date(2026, 9, 30), **who)
    assert said(city, "D03", BEFORE) == "今天没有，下次10月10日(周六) 09:00–11:00"


def order(city: City, day: date, hour: int = 9) -> None:
    agreed = datetime.combine(day, time(hour), clock.LOCAL_TZ).isoformat()
    draft = Draft(
        client_key=uuid.uuid4(), text="老人走不动，想请人来理发", area_code=city.grid.code,
        place="3号楼", fields={"agreed_at": agreed},
    )  # fmt: skip
    order_item(actor=city.resident(), item=item("D03"), draft=draft, at=BEFORE)


def test_whoever_closes_the_place_sees_the_orders_of_that_day(city: City) -> None:
    keeper, day = clerk(city), date(2026, 10, 9)
    who = {"actor": keeper, "item": item("D03"), "body": city.community.code, "at": BEFORE}
    add_times(weekdays=[4], starts=time(9), ends=time(11), capacity=2, **who)
    place = station(city)
    order(city, day)
    number = Order.reached.get().number
    wanted = {"station_id": place.pk, "day": day, "at": BEFORE}
    assert set_date(actor=keeper, opens=time(9), closes=time(11), **wanted) == 0
    StationDate.objects.all().delete()
    assert set_date(actor=keeper, opens=None, closes=None, **wanted) == 1
    (one,) = outside(keeper, StationDate.objects.get())
    assert (one.href, clock.local(one.starts).hour) == (f"/desk/orders/{number}/", 9)
    with clock.frozen(BEFORE):
        page = browser_of(keeper).get(f"/desk/venues/{place.pk}/").content.decode()
    assert f"/desk/orders/{number}/" in page
    # Hours for the date itself are the body's own word, and a withdrawn order has no place.
    act(actor=city.resident(), number=number, action="withdraw", at=BEFORE)
    assert outside(keeper, StationDate.objects.get()) == []


def test_the_pages_say_it(city: City) -> None:
    station(city, weekdays=[], closed_holidays=False)
    person = browser_of(city.resident())
    person.post("/here/", {"area": city.grid.code})
    for path in ("/services/items/Y01/", "/services/items/?kind=one_stop"):
        assert "今天没有，近一个月也没有排时间" in person.get(path).content.decode()
    assert "养老待遇资格认证" not in person.get("/services/items/?here=1").content.decode()
    Station.objects.update(weekdays=list(range(7)), opens=time(0, 1), closes=time(23, 59))
    assert "今天00:01–23:59" in person.get("/services/items/Y01/").content.decode()
    assert "养老待遇资格认证" in person.get("/services/items/?here=1").content.decode()


def test_every_page_guesses_the_same_place(city: City) -> None:
    person = browser_of(city.resident())
    assert "选择我的小区" in person.get("/services/items/").content.decode()
    who = {"actor": clerk(city), "item": item("D03"), "body": city.community.code, "at": BEFORE}
    add_times(weekdays=[4], starts=time(9), ends=time(11), capacity=2, **who)
    order(city, date(2026, 10, 9))
    for path in ("/services/", "/services/items/", "/services/items/Y01/", "/places/"):
        page = person.get(path).content.decode()
        assert "换一个小区" in page, path
        assert "选择我的小区" not in page, path
    assert f'value="{city.grid.code}" selected' in (
        person.get("/services/items/D03/order/").content.decode()
    )
