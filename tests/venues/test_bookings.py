"""Booking a room: by its rules, never twice, by one of two at once."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, SYSTEM
from gongzhi.notify.models import Message
from gongzhi.orgs import selectors as orgs
from gongzhi.venues.checkin import code_of
from gongzhi.venues.models import Booking
from gongzhi.venues.services.settle_booking import cancel_booking, check_in, keep_booking
from tests.signing_in import browser_of

from .conftest import DAY, NOW, Place

LATER = timedelta(days=1)


def test_back_to_back_yes_overlap_no(place: Place) -> None:
    other = place.city.resident("19900000002")
    place.book()
    place.book(other, starts=time(10))
    for starts in (time(9), time(9, 30), time(8, 30)):
        with pytest.raises(Conflict) as refused:
            place.book(other, starts=starts)
        assert refused.value.field == "starts"
    assert Booking.reached.count() == 2
    first = Booking.reached.order_by("during").first()
    with pytest.raises(IntegrityError), transaction.atomic():  # the database itself refuses
        Booking.reached.create(
            key=uuid.uuid4(), room=place.room, during=first.during, purpose="x", people=1,
            state="booked", made_at=NOW, body_id=place.city.community.id,
        )  # fmt: skip


def test_a_double_tap_books_once(place: Place) -> None:
    key, actor = uuid.uuid4(), place.city.resident()
    first = place.book(actor, key=key)
    assert [one.pk for one in place.book(actor, key=key)] == [one.pk for one in first]
    series = uuid.uuid4()
    made = place.book(actor, key=series, starts=time(12), weeks=1)
    assert len(made) == 1
    with pytest.raises(Conflict):  # another's key tells nothing
        place.book(place.city.resident("19900000002"), key=key)
    assert Booking.reached.count() == 2


def test_a_series_is_booked_whole_or_not_at_all(place: Place) -> None:
    body = place.city.team
    unit = place.city.staff("grid_worker", body)
    place.book(day=DAY + timedelta(weeks=2))
    with pytest.raises(Conflict) as refused:
        place.book(unit, weeks=3, body=body.code)
    assert "12月2日" in str(refused.value)
    assert refused.value.field == "weeks"
    assert Booking.reached.count() == 1
    key = uuid.uuid4()
    made = place.book(unit, weeks=3, body=body.code, starts=time(13), key=key)
    assert [clock.local(one.during.lower).day for one in made] == [18, 25, 2]
    assert len(place.book(unit, weeks=3, body=body.code, starts=time(13), key=key)) == 3
    assert Booking.reached.filter(series=key).count() == 3


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("day", {"day": date(2026, 11, 16)}), ("day", {"day": date(2026, 12, 30)}),
        ("day", {"day": DAY + timedelta(weeks=3), "weeks": 3}),
        ("starts", {"day": date(2026, 11, 17), "starts": time(9)}), ("starts", {"starts": time(8)}),
        ("starts", {"starts": time(20)}), ("starts", {"starts": time(9, 7)}),
        ("minutes", {"minutes": 10}), ("minutes", {"minutes": 180}), ("minutes", {"minutes": -60}),
        ("minutes", {"minutes": 10**12}), ("people", {"people": 0}), ("people", {"people": 21}),
        ("weeks", {"weeks": 0}), ("weeks", {"weeks": 10**9}), ("purpose", {"purpose": " "}),
        ("purpose", {"purpose": "x" * 61}),
    ],
)  # fmt: skip
def test_each_rule_is_told_by_field(place: Place, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        place.book(**wrong)
    assert refused.value.field == field
    assert not Booking.reached.exists()


def test_so_many_open_bookings_a_person(place: Place) -> None:
    actor = place.city.resident()
    rows = [place.book(actor, starts=time(hour))[0] for hour in (9, 11)]
    with pytest.raises(Invalid):
        place.book(actor, starts=time(13))
    cancel_booking(actor=actor, booking_id=rows[0].pk, at=NOW)
    place.book(actor, starts=time(9))  # what was given back is free at once


def test_who_may_book_and_who_sees(place: Place) -> None:
    mine = place.book()[0]
    other = place.city.resident("19900000002")
    with pytest.raises(Denied):
        place.book(PUBLIC)
    with pytest.raises(Invalid):  # in a body's name only by its own people
        place.book(place.stranger(), body=place.city.community.code)
    with pytest.raises(NotFound):
        place.book(room=place.add_room(name="档案室", kind="archive_room", bookable=False))
    for actor in (other, PUBLIC, place.stranger(), place.city.dispatcher):
        assert not Booking.objects.visible_to(actor).exists()
    with pytest.raises(NotFound):
        cancel_booking(actor=other, booking_id=mine.pk, at=NOW)
    with pytest.raises(Denied):  # a keeper cancels with a reason, not in another's name
        cancel_booking(actor=place.clerk, booking_id=mine.pk, at=NOW)
    with pytest.raises(NotFound):
        keep_booking(actor=place.stranger(), booking_id=mine.pk, step="cancel", reason="x", at=NOW)
    mine.refresh_from_db()
    assert mine.state == "booked"


def test_confirmed_refused_and_told(place: Place) -> None:
    room = place.add_room(name="演艺厅", kind="hall", confirm=True)
    first = place.book(room=room)[0]
    second = place.book(room=room, starts=time(11))[0]
    assert first.state == "asked"
    keep_booking(actor=place.clerk, booking_id=first.pk, step="confirm", at=NOW)
    with pytest.raises(Invalid) as refused:
        keep_booking(actor=place.clerk, booking_id=second.pk, step="refuse", at=NOW)
    assert refused.value.field == "reason"
    keep_booking(actor=place.clerk, booking_id=second.pk, step="refuse", reason="当天检修", at=NOW)
    with pytest.raises(Conflict):
        keep_booking(actor=place.clerk, booking_id=second.pk, step="confirm", at=NOW)
    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == [
        "您约的演艺厅 11月18日(周三)9:00：约好了。", "您约的演艺厅 11月18日(周三)11:00：没约成（当天检修）。",
    ]  # fmt: skip
    place.book(room=room, starts=time(11))  # a refused time is free


def test_what_is_told_ends_as_sentences_of_its_language_do(place: Place) -> None:
    person = place.city.resident()
    Resident.objects.visible_to(SYSTEM).filter(pk=person.resident_id).update(language="en")
    room = place.add_room(name="Hall", kind="hall", confirm=True)
    for step, starts, reason in (("confirm", 9, ""), ("refuse", 11, "repairs")):
        row = place.book(person, room=room, starts=time(starts))[0]
        keep_booking(actor=place.clerk, booking_id=row.pk, step=step, reason=reason, at=NOW)
    said = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert [one.rpartition(":")[2] for one in said] == [" Booked.", " Refused (repairs)."]
    assert not any(mark in "".join(said) for mark in "。（）：")


def test_check_in_by_code_or_by_the_keeper(place: Place) -> None:
    actor = place.city.resident()
    one, two, three = (
        place.book(actor)[0], place.book(actor, starts=time(10))[0],
        place.book(place.city.resident("19900000002"), starts=time(11))[0],
    )  # fmt: skip
    at = one.during.lower
    code = code_of(f"room:{place.room.pk}", DAY)
    with pytest.raises(Conflict):
        check_in(actor=actor, booking_id=one.pk, code=code, at=at - timedelta(hours=2))
    for wrong in (code_of(f"room:{place.room.pk}", DAY - LATER), "1", "", "９" * 6):
        with pytest.raises(Invalid) as refused:
            check_in(actor=actor, booking_id=one.pk, code=wrong, at=at)
        assert refused.value.field == "code"
        assert ("过期" in str(refused.value)) == (
            wrong == code_of(f"room:{place.room.pk}", DAY - LATER)
        )
    assert check_in(actor=actor, booking_id=one.pk, code=code, at=at).state == "used"
    assert check_in(actor=actor, booking_id=one.pk, code=code, at=at).arrived_at == at
    # The keeper's word is as good, also afterwards.
    kept = keep_booking(actor=place.clerk, booking_id=two.pk, step="used", at=at + LATER)
    assert kept.state == "used"
    with pytest.raises(Conflict):
        keep_booking(actor=place.clerk, booking_id=three.pk, step="missed", at=at)
    keep_booking(actor=place.clerk, booking_id=three.pk, step="missed", at=three.during.upper)
    place.book(place.city.resident("19900000002"), starts=time(11))  # nobody is barred for it


def test_the_pages(place: Place) -> None:
    browser = browser_of(place.city.resident())
    address = f"/places/rooms/{place.room.pk}/"
    page = browser.get(f"{address}?day={DAY}&minutes=60").content.decode()
    assert 'value="09:00"' in page
    words = {"key": str(uuid.uuid4()), "day": str(DAY), "minutes": "60", "starts": "09:00",
             "purpose": "练舞", "people": "3", "weeks": "1"}  # fmt: skip
    assert browser.post(address, words | {"people": "99999999999"}).status_code == 422
    assert browser.post(address, words).status_code == 302
    taken = browser.post(address, words | {"key": str(uuid.uuid4())})
    assert taken.status_code == 409
    assert "您已经约了" in taken.content.decode()
    assert 'value="09:00"' not in browser.get(f"{address}?day={DAY}").content.decode()
    assert "练舞" in browser.get("/me/places/").content.decode()
    for odd in ("?day=9999-12-31", "?day=x&minutes=-1", "?minutes=99999999999999999999"):
        assert browser.get(address + odd).status_code == 200
    desk = browser_of(place.clerk)
    week = desk.get(f"/desk/venues/rooms/{place.room.pk}/?day={DAY}").content.decode()
    assert "199****0001" in week
    assert "19900000001" not in week
    booking = Booking.reached.get()
    assert desk.post(f"/desk/venues/bookings/{booking.pk}/used/").status_code == 302
    booking.refresh_from_db()
    assert booking.state == "booked"  # a day too early
    assert browser.post(f"/me/places/{booking.pk}/cancel/").status_code == 302
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    unit = {"body": place.city.community.code, "day": str(DAY), "starts": "14:00",
            "minutes": "90", "weeks": "2", "purpose": "例会", "people": "9",
            "key": str(uuid.uuid4())}  # fmt: skip
    assert desk.post(f"/desk/venues/rooms/{place.room.pk}/book/", unit).status_code == 302
    own = desk.get("/desk/venues/bookings/").content.decode()
    assert own.count("例会") == 2


def test_a_unit_finds_its_way_to_a_room(place: Place) -> None:
    unit = orgs.bodies_of_kind("unit")[0]
    head = browser_of(place.city.staff("body_head", unit))
    assert 'href="/desk/venues/bookings/"' in head.get("/desk/").content.decode()
    address = f"/desk/venues/rooms/{place.room.pk}/book/?day={DAY}"
    with clock.frozen(NOW):
        page = head.get(f"/places/rooms/{place.room.pk}/?day={DAY}").content.decode()
        form = head.get(address).content.decode()
    assert address in page
    assert 'name="purpose"' not in page  # the form of residents
    assert f'value="{DAY}"' in form
    person = browser_of(place.city.resident()).get(f"/places/rooms/{place.room.pk}/")
    assert "/book/" not in person.content.decode()


def test_the_keeper_stays_in_the_week(place: Place) -> None:
    row, desk = place.book()[0], browser_of(place.clerk)
    week = f"/desk/venues/rooms/{place.room.pk}/?day=2026-11-16"
    here = f"?room={place.room.pk}&day=2026-11-16"
    assert f"/cancel/{here}".replace("&", "&amp;") in desk.get(week).content.decode()
    url = f"/desk/venues/bookings/{row.pk}/cancel/{here}"
    assert desk.post(url, {"reason": " "}).url == week
    assert desk.post(url, {"reason": "检修"}).url == week
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_a_keeper_books_for_somebody_on_the_phone(place: Place) -> None:
    row = place.book(place.clerk, phone="19900000077", name="王阿姨")[0]
    owner = place.city.resident("19900000077")
    assert (row.resident_id, row.body_id, row.user_id) == (
        owner.resident_id, None, place.clerk.user_id,
    )  # fmt: skip
    assert "舞蹈室" in browser_of(owner).get("/me/places/").content.decode()
    elsewhere = place.city.staff("handler", orgs.bodies_of_kind("unit")[0])
    with pytest.raises(Denied):
        place.book(elsewhere, phone="19900000078", starts=time(15))
    with pytest.raises(Invalid) as refused:
        place.book(place.clerk, phone="123", starts=time(15))
    assert refused.value.field == "phone"
    assert Booking.reached.count() == 1


def test_who_came_is_asked_when_it_begins(place: Place) -> None:
    row = place.book()[0]
    url = f"/desk/venues/rooms/{place.room.pk}/?day={DAY}"
    assert f"/desk/venues/bookings/{row.pk}/used/" not in (
        browser_of(place.clerk).get(url).content.decode()
    )
    with clock.frozen(row.during.lower):
        page = browser_of(place.clerk).get(url).content.decode()
    assert f"/desk/venues/bookings/{row.pk}/used/" in page
