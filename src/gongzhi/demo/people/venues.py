"""Made-up stations, rooms, bookings, groups and activities: exact numbers, invented names."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.venue_counts import Stations, VenueCounts
from gongzhi.kernel import clock
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.venues.config import VenueSettings, names, settings_or_none
from gongzhi.venues.models import (
    Activity,
    Booking,
    InterestGroup,
    Room,
    Shift,
    Signup,
    Station,
)
from gongzhi.venues.services.book_room import Wanted, book_room

_TENURES = (("owned", 5), ("rented", 3), ("lent", 2))
_CONDITIONS = (("good", 6), ("fair", 3), ("poor", 1))
_LACKING = 0.15  # of the checklist's rooms, so that the report has something to tell
_TITLES = ("广场舞教学", "书法课", "乒乓球友谊赛", "剪纸课", "合唱排练", "象棋擂台", "读书会")
_SUFFIXES = ("歌友会", "舞蹈队", "书画社", "球友会", "棋友会", "手工坊")
_GUESTS = 6

Resident = Callable[[int], Actor]


class Filler:
    """One city's stations; `resident` gives the n-th made-up resident."""

    def __init__(self, seed: str, end: datetime, counts: VenueCounts, home: BodyRef) -> None:
        self.rng, self.end, self.counts = Random(f"{seed}:venues"), end, counts
        self.home = home
        self.today = clock.local(end).date()
        self.communities = orgs.bodies_of_kind("community")
        self.taken: set[tuple[int, str]] = set()
        self.stations: list[Station] = []
        self.rooms: list[Room] = []

    def fill(self, settings: VenueSettings) -> None:
        """Stations with shifts and rooms."""
        self.settings = settings
        for one in self.counts.stations:
            for body, area_id, name in self._sites(one):
                self._station(one, body, area_id, name)
        copy_rows(self.stations)
        shifts = [
            Shift(
                station_id=row.pk, name=one.name.zh, starts=one.starts, ends=one.ends,
                post=one.post.zh,
            )
            for row in self.stations for one in settings.roster.shifts
        ]  # fmt: skip
        copy_rows(shifts)
        self._rooms()
        copy_rows(self.rooms)

    def _sites(self, one: Stations) -> Iterator[tuple[BodyRef, int | None, str]]:
        if one.at:
            for body in self.communities:
                if any(word in body.name for word in one.at):
                    yield body, None, body.short_name or body.name
            return
        if one.over == "grid":
            leaves = areas.leaf_areas()
            for number in range(one.total if leaves else 0):
                area = leaves[number * len(leaves) // one.total]
                found = orgs.responsible_body("community", area.path)
                yield found or self.home, area.id, area.name
            return
        # The community of the printed clerk first, so that its pages are not empty.
        others = [body for body in self.communities if body.id != self.home.id]
        yield self.home, None, self.home.short_name or self.home.name
        for number in range(max(0, one.total - 1)):
            body = others[number * len(others) // max(1, one.total - 1)]
            yield body, None, body.short_name or body.name

    def _station(self, one: Stations, body: BodyRef, area_id: int | None, name: str) -> None:
        called = f"{name}{one.suffix}"[:56]
        number = 1
        while (body.id, called) in self.taken:
            number += 1
            called = f"{name}{one.suffix}"[:54] + str(number)
        self.taken.add((body.id, called))
        roster, rng = self.settings.roster, self.rng
        self.stations.append(
            Station(
                body_id=body.id, area_id=area_id, kind=one.kind, name=called,
                address=f"{name}（演示）", phone=f"0000-{rng.randint(8000000, 8999999)}",
                functions=one.functions, tenure=_drawn(_TENURES, rng),
                floor_area=Decimal(rng.randint(40, 900)), condition=_drawn(_CONDITIONS, rng),
                opens=roster.opens, closes=roster.closes, weekdays=list(range(7)),
                made_at=self.end, is_demo=True,
            )
        )  # fmt: skip

    def _rooms(self) -> None:
        position = 0
        for one in self.counts.stations:
            kinds = list(one.rooms)
            for row in self._of(one, position):
                position += 1
                for kind in kinds:
                    self._room(row, kind, lent=True)
                if one.checklist:
                    for kind in self.settings.checklist:
                        if self.rng.random() >= _LACKING:
                            self._room(row, kind, lent=False)
        spread = self.counts.spread
        for number in range(spread.total if self.stations else 0):
            row = self.stations[number * len(self.stations) // spread.total]
            self._room(row, spread.kinds[number % len(spread.kinds)], lent=True)

    def _of(self, one: Stations, position: int) -> list[Station]:
        rows = self.stations[position:]
        count = next((n for n, row in enumerate(rows) if row.kind != one.kind), len(rows))
        return rows[:count]

    def _room(self, row: Station, kind: str, *, lent: bool) -> None:
        name = names("room_kinds").get(kind, kind)
        number = sum(r.station_id == row.pk and r.name.startswith(name) for r in self.rooms[-40:])
        rules = self.settings.booking
        self.rooms.append(
            Room(
                station_id=row.pk, kind=kind, name=f"{name}{number + 1}" if number else name,
                seats=self.rng.choice((12, 20, 30, 60)), bookable=lent,
                ahead_days=rules.ahead_days, longest_minutes=rules.longest_minutes,
                open_most=rules.open_most, unit_most=rules.unit_most,
                confirm=rules.confirm or kind == "hall",
            )
        )  # fmt: skip

    def lives(self, resident: Resident) -> None:
        """Groups, activities that were and are to come, and a few bookings."""
        groups = [self._group(number) for number in range(self.counts.groups)]
        copy_rows(groups)
        if not self.stations:
            return
        events = [self._activity(n, groups) for n in range(self.counts.activities)]
        copy_rows(events)
        copy_rows([row for event in events for row in self._signups(event, resident)])
        self._bookings(resident)

    def _group(self, number: int) -> InterestGroup:
        kinds = [one.key for one in self.settings.group_kinds]
        body = self.home if number < 3 else self.communities[number % len(self.communities)]
        name = f"{body.short_name or body.name}{_SUFFIXES[number % len(_SUFFIXES)]}{number + 1}"
        return InterestGroup(
            body_id=body.id,
            kind=kinds[number % len(kinds)],
            name=f"{name[:30]}（演示）",
            is_demo=True,
        )

    def _activity(self, number: int, groups: list[InterestGroup]) -> Activity:
        """Three in four were held in the last months; the first ones are to come, near home."""
        coming = number % 4 == 0
        days = 1 + number // 4 % 12 if coming else -1 - number
        starts = datetime.combine(self.today + timedelta(days=days), time(15), clock.LOCAL_TZ)
        group = groups[number % len(groups)] if groups else None
        own = [row for row in self.stations if group and row.body_id == group.body_id]
        row = (own or self.stations)[0]
        if group is not None and row.body_id != group.body_id:
            group = None
        return Activity(
            key=uuid.UUID(int=self.rng.getrandbits(128), version=4), body_id=row.body_id,
            station_id=row.pk, group_id=group.pk if group else None,
            title=f"{_TITLES[number % len(_TITLES)]}（演示）", places=4 if number == 0 else 20,
            during=DateTimeTZRange(starts, starts + timedelta(minutes=90)),
            closes_at=starts - timedelta(hours=2), made_at=self.end, is_demo=True,
        )  # fmt: skip

    def _signups(self, event: Activity, resident: Resident) -> Iterator[Signup]:
        over = event.during.upper <= self.end
        for number in range(_GUESTS if event.places < _GUESTS else self.rng.randint(1, _GUESTS)):
            yield Signup(
                activity_id=event.pk, resident_id=resident(50 + number).resident_id or 0,
                state="in" if number < event.places else "waiting", at=event.made_at,
                arrived_at=event.during.lower if over and number % 3 else None, is_demo=True,
            )  # fmt: skip

    def _bookings(self, resident: Resident) -> None:
        """In the first rooms near home that are lent: the printed resident's among them."""
        own = {row.pk for row in self.stations if row.body_id == self.home.id}
        rooms = [row for row in self.rooms if row.bookable and row.station_id in own][:3]
        for number, room in enumerate(rooms):
            for index, hour in ((1, 9), (60, 10), (61, 14)):
                self._book(room, resident(index), self.today + timedelta(days=1 + number), hour)
        Booking.reached.update(is_demo=True)

    def _book(self, room: Room, actor: Actor, day: date, hour: int) -> None:
        wanted = Wanted(day, time(hour), 60, "演示预约", 4)
        key = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        book_room(actor=actor, room_id=room.pk, key=key, wanted=wanted, at=self.end)


def fill_venues(
    seed: str, end: datetime, counts: VenueCounts, home: BodyRef, resident: Resident
) -> None:
    """Once; nothing where the profile has no section of venues."""
    settings = settings_or_none()
    if settings is None or Station.objects.exists():
        return
    filler = Filler(seed, end, counts, home)
    filler.fill(settings)
    filler.lives(resident)


def _drawn(weights: tuple[tuple[str, int], ...], rng: Random) -> str:
    return rng.choices([one for one, _n in weights], [n for _one, n in weights])[0]
