"""Free times of a room, a room's week on the desk, and one's own bookings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs.selectors import body_by_id

from ..checkin import code_of
from ..config import early
from ..hours import hours_on
from ..models import Activity, Booking, Room
from ..models.booking import HOLDING, OPEN
from ..reach import READERS, keeps, venue_reach
from ..rules import Span, starts_of
from ..words import STATES


@dataclass(frozen=True)
class DayView:
    """The times of a day from which a length is free."""

    room: Room
    day: date
    minutes: int
    lengths: list[int]
    days: list[date]
    free: list[datetime]
    closed: bool


def bookable_room(room_id: int) -> Room:
    """A room that residents may book; NotFound for others."""
    row = (
        Room.objects.select_related("station")
        .filter(pk=room_id, ended_on=None, bookable=True, station__ended_on=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def day_view(room: Room, *, day: date, minutes: int, now: datetime) -> DayView:
    """Whatever is asked for beyond the rules becomes the nearest that is allowed."""
    local = clock.local(now)
    days = [local.date() + timedelta(days=n) for n in range(min(room.ahead_days, 31) + 1)]
    day = day if day in days else days[0]
    lengths = [n for n in (30, 60, 90, 120, 180, 240) if n <= room.longest_minutes]
    minutes = minutes if minutes in lengths else lengths[min(1, len(lengths) - 1)]
    station = room.station
    span = hours_on(station, day)
    free = [] if span is None else _free(room, day, span, timedelta(minutes=minutes), local)
    return DayView(room, day, minutes, lengths, days, free, span is None)


def _free(room: Room, day: date, span: Span, length: timedelta, local: datetime) -> list[datetime]:
    begin = datetime.combine(day, datetime.min.time(), clock.LOCAL_TZ)
    taken = [
        (span.lower, span.upper)
        for span in Booking.reached.filter(
            room=room, state__in=HOLDING, during__overlap=(begin, begin + timedelta(days=1))
        ).values_list("during", flat=True)
    ]
    found = []
    for naive in starts_of(span, day, length):
        at = naive.replace(tzinfo=clock.LOCAL_TZ)
        if at >= local and not any(at < upper and lower < at + length for lower, upper in taken):
            found.append(at)
    return found


@dataclass(frozen=True)
class BookingLine:
    """One booking in words. `who` and `phone` are filled for keepers only."""

    id: int
    room: str
    station: str
    room_id: int
    starts: datetime
    ends: datetime
    purpose: str
    people: int
    state: str
    state_words: str
    reason: str
    who: str = ""
    phone: str = ""
    may_cancel: bool = False
    may_check_in: bool = False
    for_activity: bool = False
    begun: bool = False  # who comes can be noted


def my_bookings(actor: Actor, *, now: datetime) -> list[BookingLine]:
    """A resident's own, those to come first in their order, then the latest that are over."""
    if actor.kind != "resident":
        return []
    rows: list[Any] = list(
        Booking.objects.visible_to(actor).select_related("room__station").order_by("-during")[:60]
    )
    coming = [row for row in reversed(rows) if row.during.upper > now and row.state in OPEN]
    rest = [row for row in rows if row not in coming]
    return [_line(row, now=now, own=True) for row in [*coming, *rest[:20]]]


def body_bookings(actor: Actor, *, now: datetime) -> list[BookingLine]:
    """Those of one's own bodies that are not over."""
    rows = Booking.objects.visible_to(actor).filter(
        body_id__in=actor.body_ids, during__endswith__gt=now, state__in=OPEN
    )
    shown = rows.select_related("room__station").order_by("during")[:60]
    return [_line(row, now=now, own=True) for row in shown]


def _line(row: Any, *, now: datetime, own: bool = False, **more: Any) -> BookingLine:
    begun = row.during.lower - early() <= now
    return BookingLine(
        id=row.pk, room=row.room.name, station=row.room.station.name, room_id=row.room_id,
        starts=row.during.lower, ends=row.during.upper, purpose=row.purpose, people=row.people,
        state=row.state, state_words=str(STATES[row.state]), reason=row.reason,
        may_cancel=own and row.state in OPEN and row.during.lower > now,
        may_check_in=own and row.state == "booked" and begun and now < row.during.upper,
        begun=begun, **more,
    )  # fmt: skip


@dataclass(frozen=True)
class Week:
    """A room's week: seven days with their bookings; `code` is today's, for keepers."""

    room: Room
    days: list[tuple[date, list[BookingLine]]]
    before: date
    after: date
    may_keep: bool
    code: str


def room_week(actor: Actor, room_id: int, *, day: date, now: datetime) -> Week:
    """NotFound for a room out of reach. Who booked is told to its keepers alone."""
    room = Room.objects.select_related("station").filter(pk=room_id, ended_on=None).first()
    body = body_by_id(room.station.body_id) if room else None
    if room is None or body is None or not venue_reach(actor, READERS).holds_body(body):
        raise NotFound
    monday = day - timedelta(days=day.weekday())
    begin = datetime.combine(monday, datetime.min.time(), clock.LOCAL_TZ)
    span = (begin, begin + timedelta(days=7))
    may_keep = keeps(actor, room.station.body_id)
    found = Booking.objects.visible_to(actor) if may_keep else Booking.reached
    rows: list[Any] = list(
        found.filter(room=room, during__overlap=span)
        .filter(Q(state__in=HOLDING) | Q(state="missed"))
        .select_related("room__station").order_by("during")
    )  # fmt: skip
    lines = _for_desk(rows, now, may_keep)
    days = [
        (one, [line for line in lines if clock.local(line.starts).date() == one])
        for one in (monday + timedelta(days=n) for n in range(7))
    ]
    today = clock.local(now).date()
    code = code_of(f"room:{room.pk}", today) if may_keep else ""
    week = timedelta(weeks=1)
    return Week(room, days, monday - week, monday + week, may_keep, code)


def station_week(actor: Actor, room_ids: list[int], *, day: date, now: datetime) -> list[Week]:
    """The weeks of several rooms of one station."""
    return [room_week(actor, one, day=day, now=now) for one in room_ids]


def _for_desk(rows: list[Any], now: datetime, may_keep: bool) -> list[BookingLine]:
    people = names_of(row.resident_id for row in rows) if may_keep else {}
    held = set(
        Activity.objects.filter(booking_id__in=[row.pk for row in rows]).values_list(
            "booking_id", flat=True
        )
    )
    lines = []
    for row in rows:
        who, phone = people.get(row.resident_id, ("", ""))
        if row.body_id:
            who = short_of(row.body_id)
        lines.append(_line(row, now=now, who=who, phone=phone, for_activity=row.pk in held))
    return lines


def names_of(resident_ids: Iterable[int | None]) -> dict[int | None, tuple[str, str]]:
    """How residents want to be called, and their masked phones, for whoever keeps the place."""
    rows: Any = Resident.reached.filter(pk__in={one for one in resident_ids if one})
    return {
        row.pk: (
            open_(row.name_sealed) if row.name_sealed else "",
            mask_phone(open_(row.phone_sealed)) if row.phone_sealed else "",
        )
        for row in rows
    }
