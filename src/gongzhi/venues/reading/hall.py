"""A hall's numbers: the screen on the wall, the clerk's desk, counts by day, one's own numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.selectors import body_by_id

from ..halltimes import hall_rules, slots_of
from ..models import Queue, Slot, Station, Ticket
from ..reach import READERS, venue_reach

SHOWN, DAYS = 8, 14


@dataclass(frozen=True)
class Called:
    """A number that was called, as the wall shows it."""

    shown: str
    counter: int
    at: datetime
    calls: int
    fresh: bool


@dataclass(frozen=True)
class QueueLine:
    """A queue with how many wait now."""

    id: int
    letter: str
    name: str
    name_en: str
    waiting: int

    @property
    def label(self) -> str:
        english = (get_language() or "zh").startswith("en")
        return self.name_en if english and self.name_en else self.name


def hall_station(station_id: int) -> Station:
    """A station with at least one queue; NotFound for others."""
    row = Station.objects.filter(pk=station_id, ended_on=None).first()
    if row is None or not Queue.objects.filter(station=row, ended_on=None).exists():
        raise NotFound
    return row


def queues(station_id: int, *, now: datetime) -> list[QueueLine]:
    day = clock.local(now).date()
    rows = Queue.objects.filter(station_id=station_id, ended_on=None).order_by("letter")
    waiting = Counter(
        Ticket.reached.filter(
            queue__station_id=station_id, day=day, state="waiting"
        ).values_list("queue_id", flat=True)
    )  # fmt: skip
    return [QueueLine(q.pk, q.letter, q.name, q.name_en, waiting[q.pk]) for q in rows]


def called(station_id: int, *, now: datetime) -> list[Called]:
    """The latest calls, newest first: numbers and counters alone, nobody's."""
    day = clock.local(now).date()
    rows = Ticket.reached.filter(
        queue__station_id=station_id, day=day, state="called"
    ).select_related("queue").order_by("-called_at")[:SHOWN]  # fmt: skip
    return [
        Called(row.shown, row.counter or 0, row.called_at, row.calls,
               bool(row.called_at and now - row.called_at < timedelta(seconds=20)))
        for row in rows if row.called_at
    ]  # fmt: skip


@dataclass(frozen=True)
class DayCount:
    """Person-times of a day: came (served), did not come, cancelled, still waiting."""

    day: date
    served: int
    missed: int
    cancelled: int
    waiting: int


def day_counts(actor: Actor, station_id: int, *, now: datetime) -> list[DayCount]:
    """The last two weeks, the newest first, counted from the numbers."""
    last = clock.local(now).date()
    rows = Ticket.objects.visible_to(actor).filter(
        queue__station_id=station_id, day__lte=last, day__gt=last - timedelta(days=DAYS)
    )
    seen = Counter(rows.values_list("day", "state"))
    days = sorted({day for day, _state in seen}, reverse=True)
    return [
        DayCount(day, seen[(day, "served")], seen[(day, "missed")], seen[(day, "cancelled")],
                 seen[(day, "waiting")] + seen[(day, "called")])
        for day in days
    ]  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """The clerk's desk: queues, what is at this counter, the latest calls, two weeks of counts."""

    station: Station
    queues: list[QueueLine]
    counter: int
    counters: list[int]
    current: Ticket | None
    called: list[Called]
    counts: list[DayCount]


def desk(actor: Actor, station_id: int, *, counter: int, now: datetime) -> Desk:
    """NotFound out of reach."""
    row = Station.objects.filter(pk=station_id, ended_on=None).first()
    body = body_by_id(row.body_id) if row else None
    if row is None or body is None or not venue_reach(actor, READERS).holds_body(body):
        raise NotFound
    most = hall_rules().counters
    counter = counter if 1 <= counter <= most else 1
    here: Any = Ticket.objects.visible_to(actor).filter(
        queue__station=row, day=clock.local(now).date(), state="called", counter=counter
    )
    return Desk(
        row, queues(station_id, now=now), counter, list(range(1, most + 1)),
        here.select_related("queue").order_by("-called_at").first(), called(station_id, now=now),
        day_counts(actor, station_id, now=now),
    )  # fmt: skip


def before(ticket: Ticket, *, now: datetime) -> int:
    """How many go first: those with a booked time that has come, and smaller numbers."""
    waiting = Ticket.reached.filter(queue_id=ticket.queue_id, day=ticket.day, state="waiting")
    booked = waiting.filter(slot_at__lte=now).exclude(pk=ticket.pk)
    if ticket.slot_at is None:
        return booked.count() + waiting.filter(slot_at=None, number__lt=ticket.number).count()
    if ticket.slot_at <= now:
        return booked.filter(slot_at__lte=ticket.slot_at, number__lt=ticket.number).count()
    return 0


@dataclass(frozen=True)
class MyNumber:
    """One's own number; `before` counts on its day only."""

    id: int
    shown: str
    hall: str
    station_id: int
    queue: str
    day: date
    slot_at: datetime | None
    state: str
    counter: int | None
    before: int


def my_numbers(actor: Actor, *, now: datetime) -> list[MyNumber]:
    """Those of today and to come that still wait or were just called."""
    today = clock.local(now).date()
    rows = Ticket.objects.visible_to(actor).filter(
        resident_id=actor.resident_id, day__gte=today, state__in=("waiting", "called")
    ).select_related("queue__station").order_by("day", "slot_at")  # fmt: skip
    return [
        MyNumber(row.pk, row.shown, row.queue.station.name, row.queue.station_id, row.queue.name,
                 row.day, row.slot_at, row.state, row.counter,
                 before(row, now=now) if row.day == today else 0)
        for row in rows
    ]  # fmt: skip


def free_slots(queue: Queue, *, now: datetime) -> list[tuple[date, list[tuple[datetime, int]]]]:
    """By day: the times that can be booked, each with the places left."""
    rules, today = hall_rules(), clock.local(now).date()
    taken = {
        row.starts_at: row.capacity - row.taken
        for row in Slot.objects.filter(queue=queue, starts_at__gte=now)
    }
    found = []
    for number in range(rules.ahead_days + 1):
        day = today + timedelta(days=number)
        times = [(at, taken.get(at, rules.slot_places)) for at in slots_of(queue.station, day, now)]
        left = [(at, n) for at, n in times if n > 0]
        if left:
            found.append((day, left))
    return found
