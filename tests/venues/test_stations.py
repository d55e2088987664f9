"""The register of stations: kept by its community, checked by field, told in its history."""

from __future__ import annotations

import io
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from python_calamine import CalamineWorkbook

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.ending.parts import endings
from gongzhi.venues.models import Room, Station, StationEvent
from gongzhi.venues.reading.checklist import checklist_page
from gongzhi.venues.reading.served import served
from gongzhi.venues.reading.stations import Filter, desk_stations, near, standing
from gongzhi.venues.services.end_station import end_station
from gongzhi.venues.services.keep_photo import add_photo, remove_photo
from gongzhi.venues.services.save_roster import ShiftDraft, save_roster
from gongzhi.venues.services.save_station import StationDraft, change_station
from tests.signing_in import browser_of

from .conftest import NOW, Place


def test_kept_by_its_own_community_alone(place: Place) -> None:
    stranger, city = place.stranger(), place.city
    draft = StationDraft("service_station", "改名", time(8), time(9), (0,))
    for actor, error in (
        (stranger, NotFound), (city.dispatcher, Denied), (city.resident(), Denied),
        (PUBLIC, Denied), (city.staff("sysadmin", city.centre), Denied),
        (city.staff("supervisor", city.street, city.street_area), Denied),
    ):  # fmt: skip
        with pytest.raises(error):
            change_station(actor=actor, station_id=place.station.pk, draft=draft, at=NOW)
        with pytest.raises(error):
            end_station(actor=actor, station_id=place.station.pk, at=NOW)
    with pytest.raises(Invalid):
        place.add(actor=stranger, name="别人的")
    place.station.refresh_from_db()
    assert (place.station.name, place.station.ended_on) == ("社区服务站", None)
    assert Station.objects.count() == 1
    assert not desk_stations(stranger, Filter()).exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", "castle"), ("name", " "), ("name", "x" * 61), ("name", "a\x00"),
        ("closes", time(8)), ("weekdays", ()), ("weekdays", (7,)), ("tenure", "stolen"),
        ("floor_area", Decimal(-1)), ("floor_area", Decimal(10**9)), ("condition", "bad"),
        ("functions", ("gambling",)), ("area", "nowhere"), ("body", "nowhere"),
    ],
)  # fmt: skip
def test_each_wrong_word_is_named_by_field(place: Place, field: str, wrong: Any) -> None:
    with pytest.raises(Invalid) as refused:
        place.add(**{"name": "另一个", field: wrong})
    assert refused.value.field == field
    assert Station.objects.count() == 1


def test_a_name_once_and_history_tells_what_changed(place: Place) -> None:
    with pytest.raises(Conflict):
        place.add()
    draft = StationDraft(
        "service_station", "社区服务站", time(9), time(17), (0, 1), tenure="rented",
        floor_area=Decimal("120.5"), condition="poor",
    )  # fmt: skip
    row = change_station(actor=place.clerk, station_id=place.station.pk, draft=draft, at=NOW)
    change_station(actor=place.clerk, station_id=row.pk, draft=draft, at=NOW)  # nothing new
    event = StationEvent.objects.get(kind="changed")
    assert event.changes["floor_area"] == [None, "120.5"]
    assert event.changes["opens"] == ["08:30", "09:00"]
    assert row.shifts.count() == 0  # new hours: the old shifts say nothing true any more
    page = browser_of(place.clerk).get(f"/desk/venues/{row.pk}/").content.decode()
    assert "还没有排班" in page
    assert "产权" in page


def test_shifts_fill_the_opening_hours(place: Place) -> None:
    assert [one.name for one in place.station.shifts.all()] == ["早班", "晚班"]
    late = ShiftDraft("晚班", time(15), time(20, 30), "网格值班岗")
    for early in (
        ShiftDraft("早班", time(8, 30), time(14), "值班岗"),  # a gap
        ShiftDraft("早班", time(8, 30), time(16), "值班岗"),  # an overlap
    ):
        with pytest.raises(Invalid) as refused:
            save_roster(actor=place.clerk, station_id=place.station.pk, shifts=[early, late])
        assert refused.value.field == "shifts"
    early = ShiftDraft("早班", time(8, 30), time(15), "值班岗")
    save_roster(actor=place.clerk, station_id=place.station.pk, shifts=[late, early])
    assert [one.post for one in place.station.shifts.all()] == ["值班岗", "网格值班岗"]


def test_photos_are_cleaned_public_and_go(place: Place) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    photo = add_photo(actor=place.clerk, station_id=place.station.pk, data=file.getvalue())
    with pytest.raises(Invalid):
        add_photo(actor=place.clerk, station_id=place.station.pk, data=b"no photo")
    path = Path(settings.MEDIA_ROOT) / photo.path
    assert Client().get(f"/places/photos/{photo.pk}/full/").content == path.read_bytes()
    with pytest.raises(NotFound):
        remove_photo(actor=place.stranger(), station_id=place.station.pk, photo_id=photo.pk)
    remove_photo(actor=place.clerk, station_id=place.station.pk, photo_id=photo.pk)
    assert Client().get(f"/places/photos/{photo.pk}/full/").status_code == 404


def test_ending_waits_for_bookings(place: Place) -> None:
    place.book()
    with pytest.raises(Conflict):
        end_station(actor=place.clerk, station_id=place.station.pk, at=NOW)
    place.room.refresh_from_db()
    assert place.room.ended_on is None


def test_it_goes_over_when_communities_merge(place: Place) -> None:
    other = next(iter(place.stranger().body_ids))
    clerk = place.stranger()
    body = orgs.body_by_id(other)
    assert body is not None
    place.add(actor=clerk, body=body.code)
    ending = next(one for one in endings() if one.key == "venues")
    assert ending.count(place.city.community.id) == 1
    assert ending.pass_on(place.city.community.id, other, clock.now()) == 2
    assert Station.objects.filter(body_id=other, name__startswith="社区服务站（").count() == 1


def test_the_pages(place: Place) -> None:
    browser, code = browser_of(place.clerk), place.city.community.code
    words = {"body": code, "kind": "grid_point", "name": "小区驿站", "opens": "08:30",
             "closes": "20:30", "weekdays": ["0", "1"], "floor_area": "-5"}  # fmt: skip
    assert browser.post("/desk/venues/new/", words).status_code == 422
    assert browser.post("/desk/venues/new/", words | {"floor_area": "60"}).status_code == 302
    assert browser.post("/desk/venues/new/", words | {"floor_area": "60"}).status_code == 409
    page = browser.get("/desk/venues/?kind=grid_point").content.decode()
    assert "小区驿站" in page
    assert "社区服务站</a>" not in page
    room = {"kind": "service_hall", "name": "大厅", "ahead_days": "7", "longest_minutes": "60",
            "open_most": "1", "unit_most": "5"}  # fmt: skip
    station = Station.objects.get(name="小区驿站")
    assert browser.post(f"/desk/venues/{station.pk}/rooms/new/", room).status_code == 302
    assert Room.objects.get(name="大厅").bookable is False
    counts, lines = checklist_page(place.clerk, lacking="")
    assert [(one.key, one.there) for one in counts][:2] == [
        ("service_hall", 1),
        ("committee_room", 0),
    ]
    assert len(lines) == 1
    assert browser.get("/desk/venues/checklist/?kind=duty_room").status_code == 200
    assert checklist_page(place.clerk, lacking="service_hall")[1] == []
    public = Client().get("/places/").content.decode()
    assert "小区驿站" in public
    assert "社区值班岗" in Client().get(f"/places/{station.pk}/").content.decode()
    for part in ("change", "roster"):
        assert browser.get(f"/desk/venues/{station.pk}/{part}/").status_code == 200


def test_one_station_of_a_body_sets_its_hours(place: Place) -> None:
    other = place.add(name="第二个站")
    whole = [ShiftDraft("全天", time(8, 30), time(20, 30), "值班岗")]
    for station in (place.station, other):
        save_roster(actor=place.clerk, station_id=station.pk, shifts=whole, sets_hours=True)
    standing = Station.objects.filter(sets_hours=True)
    assert [row.pk for row in standing] == [other.pk]
    body = place.city.community.id
    assert served()[body].every_day
    assert served()[body].spans == ((time(8, 30), time(20, 30)),)
    # Without a roster that fits its hours nothing is promised.
    other.shifts.all().delete()
    assert served() == {}
    save_roster(actor=place.clerk, station_id=other.pk, shifts=whole)
    assert not standing.all().exists()


def test_the_map_and_the_table_hold_the_same_stations(place: Place) -> None:
    browser = Client()
    found = browser.get("/places/points.json?all=1").json()["points"]
    assert [(one["title"], one["href"]) for one in found] == [
        (place.station.name, f"/places/{place.station.pk}/")
    ]
    streets = browser.get("/places/areas.json").json()["features"]
    assert {one["properties"]["value"] for one in streets} == {None}
    answer = browser_of(place.clerk).get("/desk/venues/export/")
    assert read_xlsx(answer.content)[1][0] == place.station.name
    week = browser_of(place.clerk).get(f"/desk/venues/{place.station.pk}/week/?day={NOW.date()}")
    assert "舞蹈室" in week.content.decode()


def read_xlsx(data: bytes) -> list[list[Any]]:
    """All rows of the first sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_point_of_its_own_on_the_map_in_the_list_and_in_the_table(place: Place) -> None:
    grid = place.city.grid
    lon, lat = grid.centre_lon, grid.centre_lat
    assert lon is not None
    assert lat is not None
    near_by = place.add(name="近处驿站", kind="grid_point", lon=lon, lat=lat)
    browser = browser_of(place.clerk)
    found = browser.get("/places/points.json").json()["points"]
    assert {"lon": lon, "lat": lat}.items() <= next(
        one for one in found if one["id"] == near_by.pk
    ).items()
    assert next(row.pk for row in near(standing(), grid)) == near_by.pk  # the nearest first
    away = next(
        one for one in areas.leaf_areas()
        if not one.path.startswith(place.city.community_area.path) and one.centre_lon
    )  # fmt: skip
    for wrong in ((away.centre_lon, away.centre_lat), (0.0, 0.0)):
        with pytest.raises(Invalid) as refused:
            place.add(name="别处", lon=wrong[0], lat=wrong[1])
        assert refused.value.field == "lon"
    page = browser.get(f"/desk/venues/{near_by.pk}/change/").content.decode()
    assert 'name="lon"' in page
    answer = browser.get("/desk/venues/export/?as=csv")
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    line = next(one for one in text.splitlines() if one.startswith("近处驿站"))
    assert f"{round(lon, 6)},{round(lat, 6)}" in line
    assert "社区服务站" in text
