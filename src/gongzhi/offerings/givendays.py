"""On which dates an item is given: by its own hours and days off, else by the hours of the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.orders.hooks.openhours import OpenDay, places_of
from gongzhi.web.words import date_text

from .models import ClosedDay, ServiceTime, Window

AHEAD: Final = 31  # days that are looked through for the next time
Hours = tuple[time, time]


def stands(row: ServiceTime, day: OpenDay | None) -> bool:
    """Whether an hour of the week is kept on a date: not where the place is closed on just that
    date, or open at other hours. An hour laid down for the date itself stands.
    """
    if row.only_on is not None or day is None or not day.said:
        return True
    return day.holds(row.starts, row.ends)


def open_day(body_id: int, day: date) -> OpenDay | None:
    """A body's place on one date; None where its hours are not known."""
    place = places_of([body_id]).get(body_id)
    return place(day) if place else None


@dataclass(frozen=True)
class When:
    """When an item is next to be had; without a day not within a month, without hours at any.

    `today`: today still.
    """

    day: date | None
    starts: time | None = None
    ends: time | None = None
    today: bool = False

    @property
    def words(self) -> str:
        if self.day is None:
            return _("今天没有，近一个月也没有排时间")
        if self.starts is None or self.ends is None:
            return _("今天没有，下次%(day)s") % {"day": date_text(self.day)}
        hours = f"{self.starts:%H:%M}–{self.ends:%H:%M}"
        if self.today:
            return _("今天%(hours)s") % {"hours": hours}
        return _("今天没有，下次%(day)s %(hours)s") % {"day": date_text(self.day), "hours": hours}


class Given:
    """What bodies give from a date on, read once for many items."""

    def __init__(self, body_ids: Collection[int], first: date) -> None:
        last = first + timedelta(days=AHEAD)
        within = {"day__gte": first, "day__lte": last}
        self.first = first
        self.places = places_of(body_ids)
        self.days: dict[tuple[int, date], OpenDay | None] = {}
        self.closed = set(
            ClosedDay.objects.filter(body_id__in=body_ids, **within).values_list(
                "body_id", "code", "day"
            )
        )
        self.times: dict[tuple[int, str], list[ServiceTime]] = defaultdict(list)
        for row in ServiceTime.objects.filter(body_id__in=body_ids, ended_at=None):
            self.times[row.body_id, row.code].append(row)
        full = Window.objects.filter(time__body_id__in=body_ids, taken__gte=F("capacity"), **within)
        self.full = set(full.values_list("time_id", "day"))

    def hours(self, body_id: int, code: str, day: date) -> list[Hours] | None:
        """Of one date, in order; empty when it is not given, None where nobody named hours.

        An hour in which nobody has a place left is none.
        """
        if (body_id, code, day) in self.closed:
            return []
        place, times = self._place(body_id, day), self.times.get((body_id, code))
        if times is None:
            return list(place.spans) if place else None
        return sorted(
            (row.starts, row.ends)
            for row in times
            if row.only_on in (None, day) and row.weekday == day.weekday()
            and (row.pk, day) not in self.full and stands(row, place)
        )  # fmt: skip

    def on(self, body_id: int, code: str, day: date) -> bool:
        """Whether it is given on a date; it is where nobody said otherwise."""
        return self.hours(body_id, code, day) != []

    def next(self, body_id: int, code: str, now: datetime) -> When | None:
        """None where nobody named hours: any time. An hour to be booked has to begin yet."""
        at = clock.local(now)
        booked = (body_id, code) in self.times
        for n in range(AHEAD + 1):
            day = self.first + timedelta(days=n)
            hours = self.hours(body_id, code, day)
            if hours is None:
                return When(day) if n else None
            for starts, ends in hours:
                if day > at.date() or (starts if booked else ends) > at.time():
                    return When(day, starts, ends, day == at.date())
        return When(None)

    def _place(self, body_id: int, day: date) -> OpenDay | None:
        if (body_id, day) not in self.days:
            place = self.places.get(body_id)
            self.days[body_id, day] = place(day) if place else None
        return self.days[body_id, day]
