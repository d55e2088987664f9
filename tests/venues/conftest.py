"""A community with a station and a room, its clerk, and residents."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.venues.models import Activity, Booking, Room, Station
from gongzhi.venues.services.book_room import Wanted, book_room
from gongzhi.venues.services.save_activity import ActivityDraft, hold_activity
from gongzhi.venues.services.save_room import RoomDraft, save_room
from gongzhi.venues.services.save_station import StationDraft, add_station
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "place", "qianan"]

# A Tuesday, 10:00 in Qian'an; the day after is booked.
NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)


class Place:
    """Who and where."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.clerk = city.staff("community_clerk", city.community, city.community_area)
        village = next(b for b in orgs.bodies_of_kind("community") if b.id != city.community.id)
        self.elsewhere = city.staff("community_clerk", village)
        self.station = self.add()
        self.room = self.add_room()

    def add(self, **words: Any) -> Station:
        values = {
            "kind": "service_station", "name": "社区服务站", "opens": time(8, 30),
            "closes": time(20, 30), "weekdays": tuple(range(7)), "phone": "0438-8000001",
        } | words  # fmt: skip
        body = values.pop("body", self.city.community.code)
        actor = values.pop("actor", self.clerk)
        return add_station(actor=actor, body=body, draft=StationDraft(**values), at=NOW)

    def add_room(self, **words: Any) -> Room:
        values = {
            "kind": "dance", "name": "舞蹈室", "bookable": True, "ahead_days": 30,
            "longest_minutes": 120, "open_most": 2, "unit_most": 8, "confirm": False, "seats": 20,
        } | words  # fmt: skip
        actor = values.pop("actor", self.clerk)
        return save_room(actor=actor, station_id=self.station.pk, draft=RoomDraft(**values), at=NOW)

    def book(self, actor: Actor | None = None, **words: Any) -> list[Booking]:
        key = words.pop("key", None) or uuid.uuid4()
        room = words.pop("room", self.room)
        values = {
            "day": DAY, "starts": time(9), "minutes": 60, "purpose": "练舞", "people": 5,
        } | words  # fmt: skip
        who = actor or self.city.resident()
        return book_room(actor=who, room_id=room.pk, key=key, wanted=Wanted(**values), at=NOW)

    def hold(self, **words: Any) -> Activity:
        values = {
            "title": "广场舞教学", "day": DAY, "starts": time(15), "minutes": 60, "places": 2,
        } | words  # fmt: skip
        key = values.pop("key", None) or uuid.uuid4()
        return hold_activity(
            actor=self.clerk, station_id=self.station.pk, key=key, draft=ActivityDraft(**values),
            at=NOW,
        )  # fmt: skip

    def stranger(self) -> Actor:
        """The clerk of a community of another street."""
        own = self.city.community
        other = next(
            one for one in orgs.bodies_of_kind("community")
            if one.id != own.id and one.parent_id != own.parent_id
        )  # fmt: skip
        return self.city.staff("community_clerk", other)


@pytest.fixture
def place(city: City) -> Iterator[Place]:
    with clock.frozen(NOW):
        yield Place(city)
