"""Pure rules of stations and bookings: hours, shifts, free times, dates of a series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

STEP: Final = timedelta(minutes=30)  # free times begin on the hour and the half hour
SERIES_MOST: Final = 12


@dataclass(frozen=True)
class Span:
    """A part of a day, [starts, ends)."""

    starts: time
    ends: time

    @property
    def words(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


def roster_problem(opening: Span, shifts: Sequence[Span]) -> str:
    """What is wrong with shifts that should fill the opening hours; empty when nothing is."""
    if opening.starts >= opening.ends:
        return _("关门时间要晚于开门时间。")
    at = opening.starts
    for shift in shifts:
        if shift.starts != at or shift.ends <= shift.starts:
            return _("各班要从开门到关门首尾相接，%(at)s这里对不上。") % {"at": f"{at:%H:%M}"}
        at = shift.ends
    if at != opening.ends:
        return _("各班要从开门到关门首尾相接，%(at)s这里对不上。") % {"at": f"{at:%H:%M}"}
    return ""


def starts_of(opening: Span, day: date, length: timedelta) -> Iterator[datetime]:
    """Naive local moments from which `length` fits into the opening hours of a day."""
    at, end = datetime.combine(day, opening.starts), datetime.combine(day, opening.ends)
    while at + length <= end:
        yield at
        at += STEP


def weekly(first: date, times: int) -> list[date]:
    """The same weekday in so many weeks."""
    return [first + timedelta(weeks=number) for number in range(times)]
