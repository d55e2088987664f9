"""ML-29, ML-33, ML-37: two shifts of one post each, three kinds of stations, shared facilities."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.workcalendar import Limit
from gongzhi.orders.engine import clocks
from gongzhi.orders.models import OrderClock
from gongzhi.venues.services.lend_tool import lend, save_tool, take_back
from gongzhi.venues.services.save_roster import ShiftDraft, save_roster
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import settings_of, totals
from tests.orders.processes.residents import ordered
from tests.venues.conftest import DAY, NOW, Place, city, place, qianan

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


def test_ml_29_shifts_count_in_the_calendar_of_limits(place: Place) -> None:
    """A report of Saturday evening: a limit of an hour is over at once, not on Monday morning."""
    city = place.city
    saturday = datetime.combine(DAY + timedelta(days=3), time(19, 0), clock.LOCAL_TZ)
    hour = Limit(1, "working_hour")
    before = clocks.fresh(hour, saturday, city.community)
    shifts = [
        ShiftDraft("早班", time(8, 30), time(14, 30), "值班岗"),
        ShiftDraft("晚班", time(14, 30), time(20, 30), "值班岗"),
    ]
    save_roster(
        actor=place.clerk, station_id=place.station.pk, shifts=shifts, sets_hours=True, at=saturday
    )
    served = clocks.fresh(hour, saturday, city.community)
    assert before.due_at == datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL_TZ)
    assert served.due_at == datetime(2026, 11, 21, 20, 0, tzinfo=clock.LOCAL_TZ)
    # Of three hours an hour and a half are left at closing time, and go on on Sunday morning.
    longer = clocks.fresh(Limit(3, "working_hour"), saturday, city.community)
    assert longer.due_at == datetime(2026, 11, 22, 10, 0, tzinfo=clock.LOCAL_TZ)
    # Nothing changes for others, nor for what the nation counts in working days.
    assert clocks.fresh(hour, saturday, city.street).due_at == before.due_at
    day = clocks.fresh(Limit(1, "working_day"), saturday, city.community)
    assert day.due_at == datetime(2026, 11, 23, 18, 0, tzinfo=clock.LOCAL_TZ)
    # An order that comes to the community: its stage is the community's, in its hours.
    order = ordered(city, "service_order", service="repair", at=saturday)
    row = OrderClock.objects.get(order=order)
    assert clocks.state_of(row).roster is not None
    assert (row.amount, row.unit) == (4, "working_hour")
    assert row.due_at == datetime(2026, 11, 22, 11, 0, tzinfo=clock.LOCAL_TZ)
    assert (
        "值班，按小时算的办理时限" in Client().get(f"/places/{place.station.pk}/").content.decode()
    )


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


def test_ml_37_shared_facilities_with_hours_booking_and_lending(place: Place) -> None:
    assert {"citizen_station", "reading_room", "job_station"} <= set(totals(city_of("mile")))
    # The register is public: whoever looks sees the place, its hours and what can be had there.
    room = place.add_room(kind="reading", name="书屋")
    tool = save_tool(actor=place.clerk, station_id=place.station.pk, name="轮椅", total=1)
    page = Client().get(f"/places/{place.station.pk}/").content.decode()
    for words in ("08:30–20:30", "书屋", "轮椅"):
        assert words in page
    # Booked by a resident, once; lent and taken back, never more than there are.
    assert place.book(room=room)[0].state == "booked"
    with pytest.raises(Conflict):
        place.book(room=room, actor=place.city.resident("19900000009"))
    loan = lend(actor=place.clerk, tool_id=tool.pk, key=uuid.uuid4(), phone="19900000051", at=NOW)
    with pytest.raises(Conflict):
        lend(actor=place.clerk, tool_id=tool.pk, key=uuid.uuid4(), phone="19900000052", at=NOW)
    take_back(actor=place.clerk, loan_id=loan.pk, at=NOW)
    tool.refresh_from_db()
    assert tool.free == 1
