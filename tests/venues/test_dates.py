"""Dates on which a station is closed or has other hours: shown, and obeyed by who books."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.venues.checkin import code_of
from gongzhi.venues.halltimes import slots_of
from gongzhi.venues.hours import hours_on, is_open_at
from gongzhi.venues.models import Booking, StationDate
from gongzhi.venues.reading.bookings import bookable_room, day_view
from gongzhi.venues.reading.outside import outside
from gongzhi.venues.services.book_room import Wanted, book_room
from gongzhi.venues.services.save_station import StationDraft, change_station
from gongzhi.venues.services.set_date import set_date
from gongzhi.venues.services.settle_booking import check_in, keep_booking
from gongzhi.venues.services.take_number import add_queue, book_number, tablet_code, take_number
from tests.signing_in import browser_of

from .conftest import DAY, NOW, Place

HOLIDAY = date(2026, 10, 1)  # National Day


def closed(place: Place, day: date = DAY) -> int:
    return set_date(
        actor=place.clerk, station_id=place.station.pk, day=day, opens=None, closes=None,
        why="停电", at=NOW,
    )  # fmt: skip


def short(place: Place, day: date = DAY) -> int:
    return set_date(
        actor=place.clerk, station_id=place.station.pk, day=day, opens=time(13), closes=time(16),
        at=NOW,
    )  # fmt: skip


def test_nobody_books_on_a_closed_date(place: Place) -> None:
    closed(place)
    with pytest.raises(Invalid) as refused:
        place.book()
    assert refused.value.field == "day"
    assert not Booking.reached.exists()
    view = day_view(bookable_room(place.room.pk), day=DAY, minutes=60, now=NOW)
    assert (view.closed, view.free) == (True, [])
    assert place.book(day=DAY + timedelta(days=1))
    with pytest.raises(Invalid):  # a series with such a date is not booked at all
        place.book(day=DAY - timedelta(days=0), weeks=2, starts=time(14))


def test_other_hours_hold_on_their_date_alone(place: Place) -> None:
    short(place)
    with pytest.raises(Invalid) as refused:
        place.book(starts=time(9))
    assert "13:00" in str(refused.value)
    view = day_view(bookable_room(place.room.pk), day=DAY, minutes=60, now=NOW)
    assert [clock.local(one).hour for one in view.free[::2]] == [13, 14, 15]
    assert place.book(starts=time(15))
    assert place.book(starts=time(9), day=DAY + timedelta(days=1))
    slots = slots_of(place.station, DAY, NOW)
    assert (clock.local(slots[0]).hour, clock.local(slots[-1]).hour) == (13, 15)


def test_a_day_that_is_closed_weekly_can_open(place: Place) -> None:
    draft = StationDraft(
        kind="service_station", name="社区服务站", opens=time(8, 30), closes=time(20, 30),
        weekdays=(0, 1),
    )  # fmt: skip
    change_station(actor=place.clerk, station_id=place.station.pk, draft=draft, at=NOW)
    with pytest.raises(Invalid):  # a Wednesday
        place.book(starts=time(14))
    short(place)
    assert place.book(starts=time(14))


def test_national_holidays_where_the_station_keeps_them(place: Place) -> None:
    assert hours_on(place.station, HOLIDAY) is not None
    place.station.closed_holidays = True
    assert hours_on(place.station, HOLIDAY) is None
    assert hours_on(place.station, date(2026, 11, 15)) is not None  # a plain Sunday
    assert hours_on(place.station, date(2099, 10, 1)) is not None  # not published yet
    place.station.save()
    StationDate.objects.create(
        station=place.station, day=HOLIDAY, opens=time(9), closes=time(11), made_at=NOW
    )
    assert hours_on(place.station, HOLIDAY) is not None  # its own date wins


def test_weekends_worked_in_exchange_are_open_where_holidays_are_kept(place: Place) -> None:
    worked, plain = date(2026, 10, 10), date(2026, 10, 17)  # two Saturdays
    place.station.weekdays = list(range(5))
    assert hours_on(place.station, worked) is None  # it keeps no holidays
    place.station.closed_holidays = True
    assert hours_on(place.station, worked) is not None
    assert hours_on(place.station, plain) is None
    place.station.weekdays = [1, 3]  # nobody knows which weekday a Saturday stands for
    assert hours_on(place.station, worked) is None


def test_bookings_outside_are_counted_and_their_check_in_waits_for_the_keeper(
    place: Place,
) -> None:
    actor = place.city.resident()
    row = place.book(actor)[0]
    assert closed(place) == 1
    with clock.frozen(row.during.lower):
        with pytest.raises(Conflict) as refused:
            check_in(actor=actor, booking_id=row.pk, code=code_of(f"room:{place.room.pk}", DAY))
        assert "不开门" in str(refused.value)
        assert Booking.reached.get().state == "booked"
        keep_booking(actor=place.clerk, booking_id=row.pk, step="used")
    assert Booking.reached.get().state == "used"


def test_the_hall_gives_no_numbers_then(place: Place) -> None:
    queue = add_queue(actor=place.clerk, station_id=place.station.pk, name="综合", letter="A")
    code = tablet_code(place.station.pk)
    take_number(queue_id=queue.pk, key=uuid.uuid4(), code=code, at=NOW)
    closed(place, clock.local(NOW).date())
    with pytest.raises(Conflict):
        take_number(queue_id=queue.pk, key=uuid.uuid4(), code=code, at=NOW)


def test_what_is_refused(place: Place) -> None:
    closed(place)
    with pytest.raises(Conflict):
        short(place)
    for day in (date(2026, 11, 16), date(2028, 1, 1)):
        with pytest.raises(Invalid):
            closed(place, day)
    with pytest.raises(Invalid):
        set_date(actor=place.clerk, station_id=place.station.pk, day=date(2026, 12, 1),
                 opens=time(9), closes=None, at=NOW)  # fmt: skip
    with pytest.raises(NotFound):
        set_date(actor=place.elsewhere, station_id=place.station.pk, day=date(2026, 12, 1),
                 opens=None, closes=None, at=NOW)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        StationDate.objects.create(
            station=place.station, day=date(2026, 12, 1), opens=time(9), made_at=NOW
        )
    assert StationDate.objects.count() == 1


def test_the_pages_say_so(place: Place) -> None:
    desk, url = browser_of(place.clerk), f"/desk/venues/{place.station.pk}/"
    form = {"day": "2026-11-18", "closed": "on", "why": "停电"}
    assert desk.post(f"{url}dates/", {"day": "2026-11-18"}).status_code == 422
    assert desk.post(f"{url}dates/", form).status_code == 302
    assert desk.post(f"{url}dates/", form).status_code == 409
    assert "11月18日(周三)不开门（停电）" in desk.get(url).content.decode()
    public = browser_of(place.city.resident()).get(f"/places/{place.station.pk}/").content.decode()
    assert "11月18日(周三)不开门（停电）" in public
    row = StationDate.objects.get()
    assert desk.post(f"{url}dates/{row.pk}/drop/").status_code == 302
    assert desk.post(f"{url}dates/{row.pk}/drop/").status_code == 404
    assert hours_on(place.station, DAY) is not None
    assert "恢复照常开门" in desk.get(url).content.decode()


def test_open_now_obeys_the_date(place: Place) -> None:
    assert is_open_at(place.station, NOW)
    set_date(actor=place.clerk, station_id=place.station.pk, day=clock.local(NOW).date(),
             opens=time(13), closes=time(14), at=NOW)  # fmt: skip
    assert not is_open_at(place.station, NOW)
    assert is_open_at(place.station, datetime(2026, 11, 17, 5, 30, tzinfo=UTC))


def test_the_keeper_sees_what_was_agreed_on_for_the_date(place: Place) -> None:
    morning = place.book()[0]
    place.book(place.city.resident("19900000077"), starts=time(14))
    activity = place.hold(day=DAY)
    queue = add_queue(actor=place.clerk, station_id=place.station.pk, name="综合", letter="A")
    slot = next(one for one in slots_of(place.station, DAY, NOW) if clock.local(one).hour == 9)
    book_number(
        actor=place.city.resident(), queue_id=queue.pk, key=uuid.uuid4(), slot_at=slot, at=NOW
    )
    assert short(place) == 2  # the afternoon's are within 13:00–16:00
    row = StationDate.objects.get()
    url = f"/desk/venues/{place.station.pk}/"
    assert [
        (one.what, one.starts, one.href.split("?")[0]) for one in outside(place.clerk, row)
    ] == [
        ("预约取号：综合", slot, f"{url}hall/"),
        ("舞蹈室：练舞", morning.during.lower, f"/desk/venues/rooms/{place.room.pk}/"),
    ]
    assert outside(place.elsewhere, row) == []
    page = browser_of(place.clerk).get(url).content.decode()
    assert "约好的有2件不在开门时间里" in page
    assert "舞蹈室：练舞" in page
    assert "2026年11月18日" in page
    row.delete()
    assert closed(place) == 4
    week = browser_of(place.clerk).get(f"{url}week/?day={DAY}").content.decode()
    assert week.count('<div class="small">不开门</div>') == 1
    found = outside(place.clerk, StationDate.objects.get())
    assert f"/desk/activities/{activity.pk}/" in {one.href for one in found}
    assert "约好的有" not in browser_of(place.stranger()).get(url).content.decode()


def test_a_race_has_one_date(place: Place) -> None:
    StationDate.objects.create(station=place.station, day=DAY, made_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        StationDate.objects.create(station=place.station, day=DAY, made_at=NOW)


def test_a_keeper_books_for_somebody_by_the_same_hours(place: Place) -> None:
    closed(place)
    with pytest.raises(Invalid):
        book_room(
            actor=place.clerk, room_id=place.room.pk, key=uuid.uuid4(), at=NOW,
            wanted=Wanted(DAY, time(9), 60, "练舞", 5, phone="19900000009"),
        )  # fmt: skip


def test_a_refused_day_is_a_sentence_on_the_page(place: Place) -> None:
    closed(place)
    person, url = browser_of(place.city.resident()), f"/places/rooms/{place.room.pk}/"
    for day in (DAY.isoformat(), "2026-11-01", "2027-11-18", "9999-12-31", "0001-01-01"):
        form = {
            "key": str(uuid.uuid4()), "day": day, "minutes": "60", "starts": "09:00",
            "purpose": "练舞", "people": "3", "weeks": "1",
        }  # fmt: skip
        answer = person.post(url, form)
        assert answer.status_code in (409, 422), day
        assert 'role="alert"' in answer.content.decode(), day
    assert not Booking.reached.exists()
