"""Spans of local days. Pure but for the default of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from gongzhi.kernel import clock

# No record is older; the days at the ends of the calendar have no instants in UTC.
EARLIEST: Final = date(2000, 1, 1)


@dataclass(frozen=True)
class Span:
    """Local days from `first` to `last`, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def bounds(self) -> tuple[datetime, datetime]:
        """The instants [from, to) of the span, UTC."""
        return day_start(self.first), day_start(self.last + timedelta(days=1))


def day_start(day: date) -> datetime:
    """Local midnight at the start of a day, UTC."""
    return datetime.combine(day, time.min, tzinfo=clock.LOCAL_TZ).astimezone(UTC)


def today_span() -> Span:
    return Span(clock.today(), clock.today())


def last_days(count: int) -> Span:
    """Today and the days before it, `count` in all."""
    today = clock.today()
    return Span(today - timedelta(days=count - 1), today)
