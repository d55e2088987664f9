"""An independent model of working time: it walks minute by minute and knows nothing of spans.

Which dates are worked is written out here from the State Council's holiday notices, not asked of
the library that the product uses.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def days_of(year: int, *ranges: tuple[tuple[int, int], tuple[int, int]]) -> set[date]:
    found: set[date] = set()
    for (m1, d1), (m2, d2) in ranges:
        day = date(year, m1, d1)
        while day <= date(year, m2, d2):
            found.add(day)
            day += timedelta(days=1)
    return found


# Notice of 2024-11-12 for 2025.
OFF_2025 = days_of(
    2025,
    ((1, 1), (1, 1)),
    ((1, 28), (2, 4)),
    ((4, 4), (4, 6)),
    ((5, 1), (5, 5)),
    ((5, 31), (6, 2)),
    ((10, 1), (10, 8)),
)
MADE_UP_2025 = {
    date(2025, 1, 26),
    date(2025, 2, 8),
    date(2025, 4, 27),
    date(2025, 9, 28),
    date(2025, 10, 11),
}


def works_on(day: date) -> bool:
    assert day.year == 2025
    return day in MADE_UP_2025 or (day.weekday() < 5 and day not in OFF_2025)


def works_at(minute: datetime) -> bool:
    local = minute.astimezone(CHINA)
    return works_on(local.date()) and (8 <= local.hour < 12 or 14 <= local.hour < 18)


def add_minutes(start: datetime, minutes: int, *, working: bool) -> datetime:
    """Walk until `minutes` have passed. `start` lies on a whole minute."""
    at = start.astimezone(UTC)
    while minutes:
        if not working or works_at(at):
            minutes -= 1
        at += timedelta(minutes=1)
    return at


def minutes_between(start: datetime, end: datetime, *, working: bool) -> int:
    at, count = start.astimezone(UTC), 0
    while at < end:
        count += not working or works_at(at)
        at += timedelta(minutes=1)
    return count


class MinuteClock:
    """A stage clock that ticks: spends a minute whenever it runs and time counts."""

    def __init__(self, at: datetime, allowed: int, *, working: bool, urgent: bool) -> None:
        self.at, self.allowed, self.spent = at, allowed, 0
        self.working, self.urgent, self.running = working, urgent, True
        self.run = 0  # minutes on the wall while it ran
        self.run_when_spent = [0]  # how many of those had passed when the n-th minute was spent

    @property
    def late(self) -> bool:
        """Whether it went on running after the last allowed minute was spent."""
        return self.spent >= self.allowed and self.run > self.run_when_spent[self.allowed]

    def walk_to(self, at: datetime) -> None:
        while self.at < at:
            if self.running:
                self.run += 1
                if not self.working or works_at(self.at):
                    self.spent += 1
                    self.run_when_spent.append(self.run)
            self.at += timedelta(minutes=1)

    def pause(self) -> None:
        if not self.urgent:
            self.running = False
