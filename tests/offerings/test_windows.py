"""Service orders at agreed hours (ML-36, QJ-10): capacity, change and cancel, what recurs."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.offerings import body_ending, catalogue
from gongzhi.offerings.models import ClosedDay, Series, SeriesDay, ServiceTime, Window, WindowPlace
from gongzhi.offerings.ordering import day_of_series
from gongzhi.offerings.reading.windows import appointments, free_windows, series_lines
from gongzhi.offerings.services.change_time import change_time
from gongzhi.offerings.services.order_item import order_item, order_item_at_desk
from gongzhi.offerings.services.recur import make_ahead, stop_series
from gongzhi.offerings.services.save_times import (
    add_hours_on,
    add_times,
    close_day,
    end_time,
    open_day,
)
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.opening import Opening
from gongzhi.orders.services.report import Draft
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh, payload_of, step
from tests.orders.processes.residents import clerk, provider
from tests.signing_in import browser_of

from .test_items import item

# Wednesday and Friday after T0, at 9:00 and 14:00 in the city.
WED, FRI = (datetime(2026, 11, day, 1, 0, tzinfo=UTC) for day in (18, 20))


@pytest.fixture(autouse=True)
def _times(city: City) -> None:
    catalogue.forget()
    add_times(
        actor=clerk(city), item=item("D03"), body=city.community.code, weekdays=[2, 4],
        starts=time(9), ends=time(11), capacity=2, at=T0,
    )  # fmt: skip


def order(city: City, phone: str = "19900000001", at: datetime = T0, **fields: Any) -> Order:
    draft = Draft(
        client_key=uuid.uuid4(), text="老人走不动，想请人来理发", area_code=city.grid.code,
        place="3号楼", fields={k: v for k, v in fields.items() if v},
    )  # fmt: skip
    receipt = order_item(actor=city.resident(phone), item=item("D03"), draft=draft, at=at)
    return Order.reached.get(number=receipt.number)


def left(city: City, now: datetime = T0) -> list[int]:
    return [one.left for one in free_windows(item("D03"), city.grid, now=now)]


def test_a_full_window_is_refused_by_the_database(city: City) -> None:
    assert left(city) == [2, 2, 2, 2]
    first = order(city, agreed_at=WED.isoformat())
    assert payload_of(first, "report")["agreed_at"] == "2026-11-18T09:00+08:00"
    order(city, "19900000002", agreed_at=WED.isoformat())
    assert left(city) == [2, 2, 2]
    with pytest.raises(Conflict, match="约满") as refused:
        order(city, "19900000003", agreed_at=WED.isoformat())
    assert refused.value.field == "agreed_at"
    assert (Order.reached.count(), WindowPlace.objects.count()) == (2, 2)
    window = Window.objects.get(day=date(2026, 11, 18))
    assert (window.taken, window.capacity) == (2, 2)


@pytest.mark.parametrize("moment", [
    "2026-11-18T10:00", "2026-11-19T09:00", "2026-11-11T09:00", "2026-12-30T09:00", "morgen",
])  # fmt: skip
def test_only_what_is_listed_can_be_chosen(city: City, moment: str) -> None:
    with pytest.raises(Invalid) as refused:
        order(city, agreed_at=moment)
    assert refused.value.field == "agreed_at"
    assert not Order.reached.exists()


def test_changed_and_cancelled_until_so_many_hours_before(city: City) -> None:
    me, made = city.resident(), order(city, agreed_at=WED.isoformat())
    change_time(actor=me, number=made.number, agreed=FRI.isoformat(), at=T0)
    assert WindowPlace.objects.get(order=made).starts_at == FRI
    assert Window.objects.get(day=date(2026, 11, 18)).taken == 0
    for phone in ("19900000002", "19900000003"):
        order(city, phone, agreed_at=WED.isoformat())
    with pytest.raises(Conflict, match="约满"):  # and the old place is still there
        change_time(actor=me, number=made.number, agreed=WED.isoformat(), at=T0)
    assert WindowPlace.objects.get(order=made).starts_at == FRI
    with pytest.raises(NotFound):
        change_time(
            actor=city.resident("19900000009"), number=made.number, agreed=WED.isoformat(), at=T0
        )
    late = FRI - timedelta(hours=3)
    for action, payload in (("withdraw", {}), ("change_time", {"agreed_at": WED.isoformat()})):
        with pytest.raises(Conflict, match="不到4小时"):
            act(actor=me, number=made.number, action=action, payload=payload, at=late)
    # Whoever calls is helped by the desk, also late.
    done = step(made, clerk(city), "cancel_for_person", reason="老人住院了，来电取消", at=late)
    assert (done.state, WindowPlace.objects.filter(order=made).exists()) == (
        "order_cancelled",
        False,
    )
    assert Window.objects.get(day=date(2026, 11, 20)).taken == 0


def test_once_somebody_took_it_the_agreed_time_decides(city: City) -> None:
    me = city.resident()
    agreed, plain = order(city, agreed_at=FRI.isoformat()), order(city)
    for one in (agreed, plain):
        step(one, clerk(city), "send_order", body=provider(city).code)
        step(one, city.handler(fresh(one)), "take_order")
    act(actor=me, number=agreed.number, action="withdraw", at=T0)
    assert fresh(agreed).state == "order_cancelled"
    with pytest.raises(Conflict, match="已经有人接单"):
        act(actor=me, number=plain.number, action="withdraw", at=T0)


def test_weekly_each_time_is_an_order_of_its_own(city: City) -> None:
    first = order(city, agreed_at=WED.isoformat(), every="week")
    row = Series.reached.get()
    assert (row.body_id, row.next_on) == (city.community.id, date(2026, 11, 25))
    assert make_ahead(at=T0) == 0  # nine days ahead: not yet
    later = T0 + timedelta(days=2)
    for phone in ("19900000002", "19900000003"):
        order(city, phone, agreed_at="2026-12-02T09:00", at=later)
    assert make_ahead(at=later) == 1
    assert make_ahead(at=later) == 0  # a job may run twice
    second = SeriesDay.objects.get(day=date(2026, 11, 25)).order
    assert second is not None
    assert (second.text, second.place, second.reporter_id) == (
        first.text, first.place, first.reporter_id,
    )  # fmt: skip
    assert WindowPlace.objects.get(order=second).starts_at == WED + timedelta(days=7)
    # A full day is told, and the series goes on.
    assert make_ahead(at=later + timedelta(days=7)) == 1
    missed = SeriesDay.objects.get(day=date(2026, 12, 2))
    assert (missed.order, missed.why) == (None, "full")
    assert "12月2日(周三)" in Message.objects.get(kind="series_skipped").text
    assert make_ahead(at=later + timedelta(days=14)) == 1
    third = SeriesDay.objects.get(day=date(2026, 12, 9)).order
    assert third is not None
    # One is cancelled by itself; stopping all takes the rest with it.
    me, now = city.resident(), T0 + timedelta(days=16)
    assert stop_series(actor=me, series_id=row.pk, at=now) == 1
    assert fresh(third).state == "order_cancelled"
    assert fresh(first).state == "order_placed"
    assert make_ahead(at=now + timedelta(days=30)) == 0
    with pytest.raises(NotFound):
        stop_series(actor=me, series_id=row.pk, at=now)


def test_monthly_keeps_its_day_and_the_last_of_a_short_month() -> None:
    days = [day_of_series(date(2026, 1, 31), "month", n) for n in range(5)]
    assert days == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30),
        date(2026, 5, 31),
    ]  # fmt: skip
    assert day_of_series(date(2026, 12, 30), "month", 14) == date(2028, 2, 29)


def test_by_a_grid_worker_and_by_phone_for_somebody(city: City) -> None:
    for number, (actor, source) in enumerate(
        ((city.grid_worker, "visit"), (clerk(city), "hotline"))
    ):
        opening = Opening(
            process="", client_key=uuid.uuid4(), text="替王奶奶约理发", source=source,
            phone=f"1990000006{number}", area_code=city.grid.code,
            fields={"agreed_at": WED.isoformat(), "every": "month"},
        )  # fmt: skip
        made = order_item_at_desk(actor=actor, item=item("D03"), opening=opening, at=T0)
        assert WindowPlace.objects.get(order=made).starts_at == WED
    assert [line.every for line in series_lines(clerk(city))] == ["每月", "每月"]
    nobody = Opening(
        process="", client_key=uuid.uuid4(), text="约理发", source="window",
        area_code=city.grid.code, fields={"agreed_at": FRI.isoformat(), "every": "week"},
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        order_item_at_desk(actor=clerk(city), item=item("D03"), opening=nobody, at=T0)
    assert refused.value.field == "phone"
    row = Series.reached.earliest("pk")
    with pytest.raises(NotFound):
        stop_series(actor=city.resident("19900000099"), series_id=row.pk, at=T0)
    assert stop_series(actor=clerk(city), series_id=row.pk, at=T0) == 1


def test_who_keeps_the_hours(city: City) -> None:
    one: dict[str, Any] = {
        "item": item("D03"), "body": city.community.code, "weekdays": [0], "starts": time(9),
        "ends": time(10), "capacity": 1, "at": T0,
    }  # fmt: skip
    with pytest.raises(Denied):
        add_times(actor=city.grid_worker, **one)
    with pytest.raises(Conflict):
        add_times(actor=clerk(city), **(one | {"weekdays": [0, 2]}))
    for wrong, field in (
        ({"weekdays": []}, "weekdays"), ({"ends": time(9)}, "ends"), ({"capacity": 0}, "capacity"),
        ({"body": "nothing"}, "body"), ({"body": provider(city).code}, "body"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            add_times(actor=clerk(city), **(one | wrong))
        assert refused.value.field == field
    assert ServiceTime.objects.count() == 2
    row = ServiceTime.objects.get(weekday=2)
    with pytest.raises(NotFound):
        end_time(actor=city.staff("body_head", provider(city)), time_id=row.pk)
    end_time(actor=clerk(city), time_id=row.pk, at=T0)
    assert left(city) == [2, 2]


def test_the_pages(city: City) -> None:
    with clock.frozen(T0):
        me: Actor = city.resident()
        browser = browser_of(me)
        browser.post("/here/", {"area": city.grid.code})
        session = browser.session
        session["my_area"] = city.grid.code
        session.save()
        page = browser.get("/services/items/D03/order/").content.decode()
        assert "还能约2家" in page
        assert 'name="wished_on"' not in page
        sent = browser.post("/services/items/D03/order/", {
            "text": "理发", "area": city.grid.code, "agreed_at": "2026-11-18T09:00+08:00",
            "every": "week",
        })  # fmt: skip
        assert sent.status_code == 302
        [one] = appointments(me, now=T0)
        mine = browser.get("/me/appointments/").content.decode()
        assert "改时间" in mine
        assert "定期来的" in mine
        url = f"/me/appointments/{one.number}/time/"
        change = browser.get(url).content.decode()
        assert "还能约" in change
        assert "现在约的是11月18日(周三)9:00" in change
        assert "2026-11-18T09:00+08:00" not in change  # to what it is now is no change
        assert browser.post(url, {"agreed_at": "2026-11-20T09:00+08:00"}).status_code == 302
        assert WindowPlace.objects.get().starts_at == FRI
        assert "改到11月20日" in browser.get(f"/o/{one.number}/").content.decode()
        browser.post(f"/me/appointments/{one.number}/cancel/")
        assert appointments(me, now=T0) == []
        desk = browser_of(clerk(city))
        assert "周三" in desk.get("/desk/items/D03/times/").content.decode()
        added = {"body": city.community.code, "weekdays": ["0"], "starts": "14:00",
                 "ends": "16:00", "capacity": "3"}  # fmt: skip
        assert desk.post("/desk/items/D03/times/", added).status_code == 302
        assert desk.post("/desk/items/D03/times/", added).status_code == 409
        assert "老人理发" in desk.get("/desk/series/").content.decode()
        assert "还能约" in desk.get("/desk/items/D03/").content.decode()


def test_the_successor_of_a_community_goes_on(city: City) -> None:
    order(city, agreed_at=WED.isoformat(), every="week")
    other = next(b for b in orgs.bodies_of_kind("community") if b.id != city.community.id)
    body_ending.pass_on(city.community.id, other.id, T0)
    assert Series.reached.get().body_id == other.id
    assert set(ServiceTime.objects.values_list("body_id", flat=True)) == {other.id}


def test_one_date_is_closed_or_has_an_hour_more(city: City) -> None:
    booked = order(city, agreed_at=WED.isoformat())
    who = {"actor": clerk(city), "item": item("D03"), "body": city.community.code, "at": T0}
    assert close_day(day=date(2026, 11, 18), **who) == 1  # who has a place is to be called
    with pytest.raises(Conflict):
        close_day(day=date(2026, 11, 18), **who)
    assert [one.day.day for one in free_windows(item("D03"), city.grid, now=T0)] == [20, 25, 27]
    with pytest.raises(Invalid, match="不上门"):
        order(city, "19900000002", agreed_at=WED.isoformat())
    assert WindowPlace.objects.get(order=booked).starts_at == WED  # nothing happens to it by itself
    add_hours_on(day=date(2026, 11, 19), starts=time(15), ends=time(17), capacity=1, **who)
    extra = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
    order(city, "19900000002", agreed_at=extra.isoformat())
    with pytest.raises(Conflict, match="约满"):
        order(city, "19900000003", agreed_at=extra.isoformat())
    with pytest.raises(Invalid):  # a week later there is no such hour
        order(city, "19900000003", agreed_at=(extra + timedelta(days=7)).isoformat())
    for wrong, error in (
        ({"day": date(2026, 11, 1)}, Invalid), ({"starts": time(18)}, Invalid),
        ({"day": date(2026, 11, 20), "starts": time(9)}, Conflict), ({"capacity": 0}, Invalid),
        ({"actor": city.grid_worker}, Denied),
    ):  # fmt: skip
        values = {"day": date(2026, 11, 19), "starts": time(16), "ends": time(17), "capacity": 1}
        with pytest.raises(error):
            add_hours_on(**(who | values | wrong))
    row = ClosedDay.objects.get()
    with pytest.raises(NotFound):
        open_day(actor=city.staff("handler", provider(city)), closed_id=row.pk)
    open_day(actor=clerk(city), closed_id=row.pk)
    assert left(city)[0] == 1


def test_the_page_of_dates(city: City) -> None:
    browser, url = browser_of(clerk(city)), "/desk/items/D03/times/"
    day = clock.today() + timedelta(days=3)
    words = {"body": city.community.code, "day": day.isoformat()}
    assert browser.post(f"{url}date/", words).status_code == 422  # neither closed nor hours
    assert browser.post(f"{url}date/", words | {"closed": "on"}).status_code == 302
    hours = {"starts": "18:00", "ends": "19:00", "capacity": "2"}
    later = words | {"day": (day + timedelta(days=1)).isoformat()}
    assert browser.post(f"{url}date/", later | hours).status_code == 302
    page = browser.get(url).content.decode()
    assert "不上门的日子" in page
    assert f"只在 {date_text(day + timedelta(days=1))}" in page
    browser.post(f"/desk/items/times/closed/{ClosedDay.objects.get().pk}/open/")
    assert not ClosedDay.objects.exists()
