"""Activities: places, waiting in turn, promotion, arrival by code or word, groups by counts."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest

from gongzhi.accounts.services.delete_resident import delete_resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.notify.models import Message
from gongzhi.venues.checkin import code_of
from gongzhi.venues.models import Activity, Booking, InterestGroup, Signup
from gongzhi.venues.reading.activities import activity_page, groups
from gongzhi.venues.services.arrive import arrive, mark_arrived
from gongzhi.venues.services.leave_activity import leave_activity
from gongzhi.venues.services.save_activity import cancel_activity, save_group
from gongzhi.venues.services.settle_booking import keep_booking
from gongzhi.venues.services.sign_up import sign_up
from tests.signing_in import browser_of

from .conftest import DAY, NOW, Place


def test_places_waiting_list_and_promotion_in_turn(place: Place) -> None:
    row = place.hold()
    people = [place.city.resident(f"1990000002{n}") for n in range(4)]
    states = [sign_up(actor=one, activity_id=row.pk, at=NOW).state for one in people]
    assert states == ["in", "in", "waiting", "waiting"]
    again = sign_up(actor=people[3], activity_id=row.pk, at=NOW)  # a double tap
    assert (again.state, Signup.reached.count()) == ("waiting", 4)
    leave_activity(actor=people[2], activity_id=row.pk, at=NOW)  # who waits gives up no place
    assert not Message.objects.exists()
    leave_activity(actor=people[0], activity_id=row.pk, at=NOW)
    again.refresh_from_db()
    assert again.state == "in"
    assert "轮到您了" in Message.objects.get().text
    with pytest.raises(NotFound):
        leave_activity(actor=people[0], activity_id=row.pk, at=NOW)
    late = row.closes_at
    with pytest.raises(Conflict):
        sign_up(actor=people[0], activity_id=row.pk, at=late)
    with pytest.raises(Denied):
        sign_up(actor=PUBLIC, activity_id=row.pk, at=NOW)
    assert Signup.reached.filter(state="in").count() == 2


def test_whoever_leaves_for_good_leaves_no_name(place: Place) -> None:
    row = place.hold(places=1)
    first, second = place.city.resident(), place.city.resident("19900000002")
    sign_up(actor=first, activity_id=row.pk, at=NOW)
    sign_up(actor=second, activity_id=row.pk, at=NOW)
    delete_resident(actor=first, at=NOW)
    assert Signup.reached.filter(resident_id=first.resident_id).count() == 0
    leave_activity(actor=second, activity_id=row.pk, at=NOW)


def test_arrival_by_code_or_the_organisers_word(place: Place) -> None:
    row = place.hold()
    one, two = place.city.resident(), place.city.resident("19900000002")
    mine = sign_up(actor=one, activity_id=row.pk, at=NOW)
    other = sign_up(actor=two, activity_id=row.pk, at=NOW)
    at = row.during.lower
    code = code_of(f"activity:{row.pk}", DAY)
    with pytest.raises(Conflict):
        arrive(actor=one, activity_id=row.pk, code=code, at=at - timedelta(hours=3))
    old = code_of(f"activity:{row.pk}", DAY - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        arrive(actor=one, activity_id=row.pk, code=old, at=at)
    assert "过期" in str(refused.value)
    assert arrive(actor=one, activity_id=row.pk, code=code, at=at).arrived_at == at
    with pytest.raises(NotFound):
        mark_arrived(actor=place.stranger(), signup_id=other.pk, at=at)
    with pytest.raises(Conflict):
        mark_arrived(actor=place.clerk, signup_id=other.pk, at=NOW)
    assert mark_arrived(actor=place.clerk, signup_id=other.pk, at=at).arrived_at == at
    mine.refresh_from_db()
    assert mine.arrived_at == at


def test_an_activity_holds_its_room(place: Place) -> None:
    key = uuid.uuid4()
    row = place.hold(room_id=place.room.pk, key=key)
    assert place.hold(room_id=place.room.pk, key=key).pk == row.pk
    for taken in (lambda: place.book(starts=time(15)), lambda: place.hold(room_id=place.room.pk)):
        with pytest.raises(Conflict):
            taken()
    with pytest.raises(Conflict):  # it goes by its activity
        keep_booking(
            actor=place.clerk, booking_id=row.booking_id, step="cancel", reason="x", at=NOW
        )
    sign_up(actor=place.city.resident(), activity_id=row.pk, at=NOW)
    with pytest.raises(Invalid):
        cancel_activity(actor=place.clerk, activity_id=row.pk, reason=" ", at=NOW)
    with pytest.raises(NotFound):
        cancel_activity(actor=place.stranger(), activity_id=row.pk, reason="x", at=NOW)
    cancel_activity(actor=place.clerk, activity_id=row.pk, reason="停电", at=NOW)
    assert Message.objects.get().text == "您报名的“广场舞教学”取消了：停电"
    with pytest.raises(Conflict):
        cancel_activity(actor=place.clerk, activity_id=row.pk, reason="停电", at=NOW)
    place.book(starts=time(15))
    assert Booking.reached.get(pk=row.booking_id).state == "cancelled"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": ""}), ("places", {"places": 0}), ("places", {"places": 10**9}),
        ("places", {"places": -3}), ("day", {"day": date(2026, 11, 1)}),
        ("day", {"day": date(2030, 1, 1)}), ("minutes", {"minutes": 0}),
        ("closes_hours", {"closes_hours": 500}), ("closes_hours", {"closes_hours": -1}),
        ("room_id", {"room_id": 2**62}), ("group_id", {"group_id": 1}),
    ],
)  # fmt: skip
def test_each_wrong_word_is_named_by_field(place: Place, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        place.hold(**wrong)
    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_groups_are_counted_and_list_nobody(place: Place) -> None:
    code = place.city.community.code
    group = save_group(actor=place.clerk, body=code, kind="dance", name="夕阳红舞蹈队")
    for wrong in ({"kind": "faith"}, {"body": "nowhere"}, {"name": ""}):
        with pytest.raises(Invalid):
            save_group(
                actor=place.clerk, **({"body": code, "kind": "dance", "name": "另一队"} | wrong)
            )
    with pytest.raises(Denied):
        save_group(actor=place.city.resident(), body=code, kind="dance", name="x")
    row = place.hold(group_id=group.pk)
    for number in range(2):
        resident = place.city.resident(f"1990000003{number}")
        sign_up(actor=resident, activity_id=row.pk, at=NOW)
    first = Signup.reached.order_by("pk").first()
    mark_arrived(actor=place.clerk, signup_id=first.pk, at=row.during.lower)
    assert [(one.name, one.held, one.took_part) for one in groups(place.clerk)] == [
        ("夕阳红舞蹈队", 1, 1)
    ]
    assert groups(place.stranger()) == []
    # Nothing links a person to a group but the sign-ups of single activities.
    assert {field.name for field in InterestGroup._meta.get_fields()} == {
        "id", "body", "kind", "name", "about", "ended_on", "is_demo", "activities",
    }  # fmt: skip


def test_the_pages_and_who_reads_names(place: Place) -> None:
    desk, browser = browser_of(place.clerk), browser_of(place.city.resident())
    words = {"key": str(uuid.uuid4()), "title": "剪纸课", "day": str(DAY), "starts": "15:00",
             "minutes": "60", "places": "1", "closes_hours": "2", "room_id": str(place.room.pk),
             "group_id": ""}  # fmt: skip
    address = f"/desk/venues/{place.station.pk}/activities/new/"
    assert desk.post(address, words | {"places": "-1"}).status_code == 422
    assert desk.post(address, words).status_code == 302
    assert desk.post(address, words).status_code == 302
    row = Activity.objects.get()
    assert "剪纸课" in browser.get("/places/activities/").content.decode()
    assert browser.post(f"/places/activities/{row.pk}/join/").status_code == 302
    assert "您报上名了" in browser.get(f"/places/activities/{row.pk}/").content.decode()
    second = browser_of(place.city.resident("19900000002"))
    second.post(f"/places/activities/{row.pk}/join/")
    assert "您排在候补第1位" in second.get(f"/places/activities/{row.pk}/").content.decode()
    for person, said in ((browser, "您报上名了"), (second, "您在候补")):
        assert said in person.get("/me/places/").content.decode()
    page = desk.get(f"/desk/activities/{row.pk}/").content.decode()
    assert "199****0001" in page
    assert "19900000001" not in page
    assert "记到场" not in page  # it has not begun
    assert "今天的签到码" not in page  # today's would not count
    with clock.frozen(row.during.lower):
        page = browser_of(place.clerk).get(f"/desk/activities/{row.pk}/").content.decode()
    assert "记到场" in page
    assert code_of(f"activity:{row.pk}", DAY) in page
    street = place.city.staff("supervisor", place.city.street, place.city.street_area)
    assert activity_page(street, row.pk, now=NOW).guests == []  # reads counts, no people
    assert "剪纸课" in browser.get("/me/places/").content.decode()
    assert browser.post(f"/places/activities/{row.pk}/here/", {"code": "000"}).status_code == 302
    assert Signup.reached.filter(arrived_at__isnull=False).count() == 0
    assert browser.post(f"/places/activities/{row.pk}/leave/").status_code == 302
    assert Signup.reached.filter(state="in").count() == 1
    assert clock.now() == NOW
