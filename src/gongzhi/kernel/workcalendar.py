"""Working time: when a limit that starts now ends, and how much of it has been used.

Spans of a working day default to 08:00-12:00 and 14:00-18:00, so that one working day is eight
working hours; make-up working days of the national holiday notice count (domain practice of
digital city management). "Urgent" units never stop, at night or on holidays.
All arithmetic is in whole microseconds, so nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import chinese_calendar
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.errors import GongzhiError

WORKING_DAY_HOURS: Final = 8
UNIT_SECONDS: Final[Mapping[str, int]] = {
    "urgent_minute": 60,
    "urgent_hour": 3600,
    "urgent_day": 86400,
    "working_minute": 60,
    "working_hour": 3600,
    "working_day": WORKING_DAY_HOURS * 3600,
    "natural_day": 86400,
}
# Limits in hours run in the service hours of whoever is served longer; a working day is the
# nation's, wherever it is spent (ML-29).
SERVED_UNITS: Final = frozenset({"working_minute", "working_hour"})
URGENT_UNITS: Final = frozenset({"urgent_minute", "urgent_hour", "urgent_day"})
WORKING_UNITS: Final = frozenset({"working_minute", "working_hour", "working_day"})
UNITS: Final = tuple(UNIT_SECONDS)

_CONTINUOUS: Final = {
    "working_minute": "urgent_minute",
    "working_hour": "urgent_hour",
    "working_day": "urgent_day",
}
SATURDAY: Final = 5
_DAY_US: Final = 86_400_000_000
_US: Final = timedelta(microseconds=1)
_MAX_DAYS: Final = 3660  # ten years without working time: the roster or calendar is wrong


class CalendarUnknown(GongzhiError):  # noqa: N818 - the contract's name
    """The holiday arrangement of this year has not been published or loaded: never guessed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            format_lazy(_("还没有 {year} 年的节假日安排，暂不能推算期限。"), year=year)
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: `amount` (at least 1) of one of UNITS. ValueError when it is neither."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNIT_SECONDS:
            raise ValueError(f"unknown unit {self.unit!r}, allowed: {', '.join(UNITS)}")
        if isinstance(self.amount, bool) or not isinstance(self.amount, int) or self.amount < 1:
            raise ValueError(f"amount must be a whole number of at least 1, not {self.amount!r}")

    @property
    def seconds(self) -> int:
        """Seconds of the unit's own kind of time (working seconds for working units)."""
        return self.amount * UNIT_SECONDS[self.unit]

    @property
    def never_stops(self) -> bool:
        """Urgent limits run through nights, holidays and pauses."""
        return self.unit in URGENT_UNITS

    def continuous(self) -> Limit:
        """The same limit for a body on duty round the clock: working units become urgent ones."""
        return Limit(self.amount, _CONTINUOUS.get(self.unit, self.unit))

    def to_dict(self) -> dict[str, Any]:
        """JSON-able {amount, unit}."""
        return {"amount": self.amount, "unit": self.unit}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Limit:
        """Inverse of to_dict."""
        return cls(data["amount"], data["unit"])


def _parse_time(text: str) -> time:
    return time(0, 0) if text.strip() == "24:00" else time.fromisoformat(text.strip())


@dataclass(frozen=True, slots=True)
class Roster:
    """Hours of duty as (from, to) pairs in order; a last `to` of 00:00 means midnight.

    `every_day` marks a duty roster that also works weekends and holidays.
    ValueError when spans are empty, reversed or overlap.
    """

    spans: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(14), time(18)))
    every_day: bool = False

    def __post_init__(self) -> None:
        last = 0
        for begin, end in self.span_micros():
            if begin < last or end <= begin:
                raise ValueError("spans must be in order, not reversed and without overlap")
            last = end
        if not self.spans:
            raise ValueError("a roster needs at least one span")

    def span_micros(self) -> tuple[tuple[int, int], ...]:
        """Spans as microseconds since local midnight."""
        return tuple((_micros(a), _micros(b) or _DAY_US) for a, b in self.spans)

    @classmethod
    def parse(cls, texts: list[str] | tuple[str, ...], *, every_day: bool = False) -> Roster:
        """Read spans such as "08:00-12:00" (24:00 allowed as an end). ValueError otherwise."""
        pairs = []
        for text in texts:
            begin, dash, end = text.replace("–", "-").partition("-")
            if not dash:
                raise ValueError(f"a span looks like 08:00-12:00, not {text!r}")
            pairs.append((_parse_time(begin), _parse_time(end)))
        return cls(tuple(pairs), every_day)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able {spans, every_day}."""
        spans = [[a.isoformat(), b.isoformat()] for a, b in self.spans]
        return {"spans": spans, "every_day": self.every_day}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Roster:
        """Inverse of to_dict."""
        spans = ((time.fromisoformat(a), time.fromisoformat(b)) for a, b in data["spans"])
        return cls(tuple(spans), data["every_day"])


def _micros(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


@lru_cache(maxsize=8192)
def _national_kind(day: date) -> bool | None:
    """Whether the national calendar calls this a working day; None when it does not know."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


def is_national_holiday(day: date) -> bool:
    """Whether it is a day off of a national holiday (not a plain weekend); False where the year
    is not published yet.
    """
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(off and name)


def is_makeup_day(day: date) -> bool:
    """Whether it is a weekend day on which the nation works for a holiday; False where the year
    is not published yet.
    """
    return day.weekday() >= SATURDAY and _national_kind(day) is True


@dataclass(frozen=True)
class WorkCalendar:
    """Working time of one roster over the national calendar, corrected by `extra_days`.

    `extra_days` maps a date to whether it is worked, and wins over the national calendar.
    All results are aware UTC datetimes; naive input is a ValueError.
    """

    roster: Roster = field(default_factory=Roster)
    extra_days: Mapping[date, bool] = field(default_factory=dict)
    tz: ZoneInfo = LOCAL_TZ
    _spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    _day_us: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = self.roster.span_micros()
        object.__setattr__(self, "_spans", spans)
        object.__setattr__(self, "_day_us", sum(b - a for a, b in spans))

    def served(self, roster: Roster | None) -> WorkCalendar:
        """The same calendar in the hours of another roster; itself for none.

        Whoever is served every day is so on the city's days off as well.
        """
        if roster is None:
            return self
        return WorkCalendar(roster, {} if roster.every_day else self.extra_days, self.tz)

    def is_working_day(self, day: date) -> bool:
        """Whether the roster works on this date. CalendarUnknown(year) when nobody knows."""
        extra = self.extra_days.get(day)
        if extra is not None:
            return extra
        if self.roster.every_day:
            return True
        kind = _national_kind(day)
        if kind is None:
            raise CalendarUnknown(day.year)
        return kind

    def add(self, start: datetime, limit: Limit) -> datetime:
        """The instant when the whole limit, started at `start`, has been used."""
        return self.add_seconds(start, limit.seconds, limit.unit)

    def add_seconds(self, start: datetime, seconds: int, unit: str) -> datetime:
        """`start` plus `seconds` of the unit's kind of time.

        Working time begins at the next span when `start` lies outside the hours, and ends at the
        end of a span, not at the beginning of the next one. Zero seconds give `start` itself.
        """
        _check(start, unit)
        if seconds < 0:
            raise ValueError("seconds must not be negative")
        if unit == "natural_day":
            days, rest = divmod(seconds, 86400)
            later = start.astimezone(self.tz) + timedelta(days=days)  # wall time: same clock hour
            return later.astimezone(UTC) + timedelta(seconds=rest)
        if unit in URGENT_UNITS or seconds == 0:
            return start.astimezone(UTC) + timedelta(seconds=seconds)
        return self._add_working(start, seconds * 1_000_000)

    def worked_seconds(self, start: datetime, end: datetime, unit: str) -> int:
        """Whole seconds of the unit's kind of time in [start, end); 0 when end is not later."""
        _check(start, unit)
        _check(end, unit)
        if end <= start:
            return 0
        if unit not in WORKING_UNITS:
            return (end - start) // timedelta(seconds=1)
        first, begin_us = self._local_parts(start)
        last, end_us = self._local_parts(end)
        total = self._used(last, end_us) - self._used(first, begin_us)
        for offset in range((last - first).days):
            if self.is_working_day(first + timedelta(days=offset)):
                total += self._day_us
        return total // 1_000_000

    def _add_working(self, start: datetime, left: int) -> datetime:
        day, since = self._local_parts(start)
        for _step in range(_MAX_DAYS):
            if self.is_working_day(day):
                for begin, end in self._spans:
                    begin_here = max(begin, since)
                    if end <= begin_here:
                        continue
                    if left <= end - begin_here:
                        return self._instant(day, begin_here + left)
                    left -= end - begin_here
            day += timedelta(days=1)
            since = 0
        raise CalendarUnknown(day.year)

    def _used(self, day: date, until: int) -> int:
        """Working microseconds of `day` before `until` microseconds after midnight."""
        if not self.is_working_day(day):
            return 0
        spans = self._spans
        return sum(max(0, min(end, until) - begin) for begin, end in spans)

    def _local_parts(self, at: datetime) -> tuple[date, int]:
        local = at.astimezone(self.tz)
        return local.date(), _micros(local.time())

    def _instant(self, day: date, micros: int) -> datetime:
        wall = datetime.combine(day, time(0)) + micros * _US
        return wall.replace(tzinfo=self.tz).astimezone(UTC)


def _check(at: datetime, unit: str) -> None:
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    if unit not in UNIT_SECONDS:
        raise ValueError(f"unknown unit {unit!r}, allowed: {', '.join(UNITS)}")
