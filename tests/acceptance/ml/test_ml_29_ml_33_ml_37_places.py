"""ML-29, ML-33, ML-37: two shifts of one post each, three kinds of stations, shared facilities."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from gongzhi.kernel import clock
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import settings_of, totals
from tests.venues.conftest import DAY, Place, city, place, qianan

__all__ = ["city", "place", "qianan"]


def test_ml_29_twelve_hours_in_two_shifts_shown_to_residents(place: Place) -> None:
    roster = settings_of(city_of("mile")).roster
    opening = datetime.combine(DAY, roster.closes) - datetime.combine(DAY, roster.opens)
    assert (opening, len(roster.shifts)) == (timedelta(hours=12), 2)
    page = Client().get(f"/places/{place.station.pk}/").content.decode()
    for words in ("08:30–20:30", "08:30–14:30", "14:30–20:30", "社区值班岗", "正在开门"):
        assert words in page
    evening = datetime.combine(DAY, roster.closes, clock.LOCAL_TZ)
    with clock.frozen(evening):
        assert "没开门" in Client().get(f"/places/{place.station.pk}/").content.decode()
        assert place.station.name not in Client().get("/places/?open=1").content.decode()


def test_ml_33_three_kinds_of_stations_with_events(place: Place) -> None:
    mile = city_of("mile")
    kinds = {one.key: one.name.zh for one in settings_of(mile).station_kinds}
    assert [kinds[key] for key in ("mutual_aid", "public_good", "liaison")] == [
        "互助站", "公益站", "联络站",
    ]  # fmt: skip
    assert {"mutual_aid", "public_good", "liaison"} <= set(totals(mile))
    event = place.hold(title="互助站开放日")
    assert "互助站开放日" in Client().get(f"/places/{place.station.pk}/").content.decode()
    assert event.station_id == place.station.pk


def test_ml_37_part_shared_facilities_with_hours_and_booking(place: Place) -> None:
    assert {"citizen_station", "reading_room", "job_station"} <= set(totals(city_of("mile")))
    room = place.add_room(kind="reading", name="书屋")
    assert place.book(room=room)[0].state == "booked"
