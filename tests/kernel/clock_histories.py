"""Random histories of a handler's clock: the product's against a table of every single minute.

    python -m tests.kernel.clock_histories 1000000

runs that many (about five minutes for each million on one core) and ends with 1 at the first that
differs, with its seed. The suite runs a few thousand of them.

A history is what may happen to an order: returned and given to the same body again (the clock
pauses and goes on) or to another (it starts anew, by the limit that holds on that day), extended
at most twice, suspended once (also an urgent clock stops), lifted, merged into another order and
taken apart again (stopped, then going on with what was left), finished, brought back; in
1 of 20 the year 2027 begins before its holidays are known, and they become known later.
"""

from __future__ import annotations

import random
import sys
from array import array
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from gongzhi.kernel import stageclock as sc
from gongzhi.kernel.workcalendar import Limit, Roster, WorkCalendar

from .clock_model import CHINA, MADE_UP_2025, OFF_2025, days_of

# Notice of 2025-11-04 for 2026.
OFF_2026 = days_of(
    2026,
    ((1, 1), (1, 3)),
    ((2, 15), (2, 23)),
    ((4, 4), (4, 6)),
    ((5, 1), (5, 5)),
    ((6, 19), (6, 21)),
    ((9, 25), (9, 27)),
    ((10, 1), (10, 7)),
)
MADE_UP_2026 = {date(2026, m, d) for m, d in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))}
# Made up, since nobody knows them: a notice that arrives while clocks run.
OFF_2027 = days_of(2027, ((1, 1), (1, 3)), ((2, 5), (2, 12)))
MADE_UP_2027 = {date(2027, 1, 9), date(2027, 1, 30)}

FIRST = datetime(2025, 1, 1, tzinfo=CHINA)
DAYS = 3 * 365
MINUTES_A_DAY = 1440
LIMITS = (
    Limit(90, "working_minute"), Limit(2, "working_hour"), Limit(1, "working_day"),
    Limit(7, "working_day"), Limit(15, "working_day"), Limit(40, "urgent_minute"),
    Limit(5, "urgent_hour"), Limit(2, "urgent_day"), Limit(3, "natural_day"),
    Limit(15, "natural_day"),
)  # fmt: skip
LONGEST_WAIT = 4 * MINUTES_A_DAY
MOST_EXTENSIONS = 2


def works_on(day: date) -> bool:
    made_up = MADE_UP_2025 | MADE_UP_2026 | MADE_UP_2027
    return day in made_up or (day.weekday() < 5 and day not in OFF_2025 | OFF_2026 | OFF_2027)


@dataclass(frozen=True)
class Table:
    """Every minute of three years, walked once. `used[m]`: working minutes before minute m;
    `ends[k]`: the minute at which the k-th working minute has ended.
    """

    used: array[int]
    ends: array[int]


# Twelve hours in two shifts (ML-29): on every day of the week, or on working days.
SHIFTS = Roster(((time(8), time(20)),), every_day=True)
WEEKDAY_SHIFTS = Roster(((time(8), time(14)), (time(14), time(20))))


@lru_cache(maxsize=3)
def table(roster: Roster | None = None) -> Table:
    used, ends = array("l", [0]), array("l", [0])
    for number in range(DAYS):
        worked = works_on((FIRST + timedelta(days=number)).date())
        worked = worked or (roster is not None and roster.every_day)
        for minute in range(MINUTES_A_DAY):
            hour = minute // 60
            served = 8 <= hour < 12 or 14 <= hour < 18 if roster is None else 8 <= hour < 20
            counts = worked and served
            used.append(used[-1] + counts)
            if counts:
                ends.append(len(used) - 1)
    return Table(used, ends)


def instant(minute: int) -> datetime:
    return (FIRST + timedelta(minutes=minute)).astimezone(UTC)


class TableClock:
    """The same clock in whole minutes, by looking at the table."""

    def __init__(self, limit: Limit, at: int, roster: Roster | None = None) -> None:
        # A limit in working days is the nation's, wherever it is spent.
        hours = limit.unit in {"working_hour", "working_minute"}
        self.table = table(roster if hours else None)
        self.working = limit.unit.startswith("working")
        self.never_stops = limit.never_stops
        self.length = self.allowed = limit.seconds // 60
        self.spent, self.late, self.stopped = 0, False, False
        self.since: int | None = at

    def passed(self, begin: int, end: int) -> int:
        if not self.working:
            return end - begin
        return self.table.used[end] - self.table.used[begin]

    def after(self, begin: int, minutes: int) -> int:
        """The minute at which so many have been used."""
        if not self.working or not minutes:
            return begin + minutes
        return self.table.ends[self.table.used[begin] + minutes]

    @property
    def due(self) -> int | None:
        if self.since is None:
            return None
        return self.after(self.since, max(0, self.allowed - self.spent))

    def count(self, at: int) -> None:
        if self.since is not None:
            self.late |= at > (self.due or 0)
            self.spent += self.passed(self.since, at)
            self.since = None

    def pause(self, at: int, *, force: bool) -> None:
        if force or not self.never_stops:
            self.count(at)

    def resume(self, at: int) -> None:
        if self.since is None:
            self.since = at

    def extend(self) -> None:
        self.allowed += self.length
        self.late = self.late and self.spent >= self.allowed

    def red(self, at: int) -> bool:
        return self.late or (self.since is not None and at > (self.due or 0))


KNOWN = WorkCalendar()
TOLD = WorkCalendar(
    extra_days={
        day: works_on(day) for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(365))
    }
)


class History:
    """One order's story, told to both clocks. AssertionError where they differ."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.turn_of_the_year = self.dice.random() < 0.05
        begin = 700 if self.turn_of_the_year else self.dice.randrange(640)
        self.at = begin * MINUTES_A_DAY + self.dice.randrange(MINUTES_A_DAY)
        self.calendar = KNOWN
        self.begin(self.dice.choice(LIMITS))

    def begin(self, limit: Limit) -> None:
        """For a first or another body: by the limit that holds now."""
        self.limit = limit
        roster = self.dice.choice((None, None, SHIFTS, WEEKDAY_SHIFTS))
        self.ours = sc.start(self.calendar, limit, instant(self.at), roster=roster)
        self.ours = sc.ClockState.from_dict(self.ours.to_dict())
        self.theirs = TableClock(limit, self.at, roster)
        self.extensions = self.suspensions = 0

    def run(self) -> None:
        steps = (
            self.return_same, self.return_other, self.extend, self.suspend, self.merge, self.wait,
        )  # fmt: skip
        for _ in range(self.dice.randrange(1, 9)):
            self.wait()
            self.compare()
            self.dice.choice(steps)()
            self.compare()
        self.tell_the_year()
        self.finish()

    def wait(self) -> None:
        self.at += self.dice.randrange(LONGEST_WAIT)

    def return_same(self) -> None:
        self.pause(force=False)
        self.wait()
        self.resume()

    def return_other(self) -> None:
        self.pause(force=False)
        self.wait()
        self.begin(self.dice.choice(LIMITS))

    def suspend(self) -> None:
        if self.suspensions:
            return
        self.suspensions += 1
        self.pause(force=True)
        self.at += self.dice.randrange(30 * MINUTES_A_DAY)
        self.compare()
        self.resume()

    def merge(self) -> None:
        """Into another order and out of it: stopped, then taken up by the same body."""
        self.ours = sc.stop(self.calendar, self.ours, instant(self.at))
        self.theirs.count(self.at)
        self.wait()
        self.ours = sc.take_up(self.calendar, self.ours, instant(self.at))
        self.theirs.resume(self.at)

    def pause(self, *, force: bool) -> None:
        self.ours = sc.pause(self.calendar, self.ours, instant(self.at), force=force)
        self.theirs.pause(self.at, force=force)

    def resume(self) -> None:
        self.ours = sc.resume(self.calendar, self.ours, instant(self.at))
        self.theirs.resume(self.at)

    def extend(self) -> None:
        if self.extensions < MOST_EXTENSIONS:
            self.extensions += 1
            self.ours = sc.extend(self.calendar, self.ours)
            self.theirs.extend()

    def tell_the_year(self) -> None:
        if self.calendar is KNOWN:
            self.calendar = TOLD
            self.ours = sc.refresh(TOLD, self.ours)
            self.compare()

    def finish(self) -> None:
        self.wait()
        self.ours = sc.stop(self.calendar, self.ours, instant(self.at))
        self.theirs.count(self.at)
        assert sc.on_time(self.ours) is not self.theirs.late, "on time"
        assert self.ours.spent_seconds == 60 * self.theirs.spent, "spent"

    def compare(self) -> None:
        ours, at = self.ours, instant(self.at)
        assert ours.running == (self.theirs.since is not None), "running"
        left = sc.remaining(self.calendar, ours, at)
        if left is None or ours.unknown_year is not None:
            assert self.calendar is KNOWN, "only an unknown year is not counted"
            return
        used = self.theirs.spent
        if self.theirs.since is not None:
            used += self.theirs.passed(self.theirs.since, self.at)
        assert left == 60 * (self.theirs.allowed - used), "left"
        due = self.theirs.due
        assert ours.due_at == (None if due is None else instant(due)), "due"
        assert (sc.lamp(ours, at) == "red") == self.theirs.red(self.at), "lamp"


def check(seeds: range) -> None:
    """AssertionError naming the seed of the first history that differs."""
    for seed in seeds:
        try:
            History(seed).run()
        except AssertionError as error:
            raise AssertionError(f"history {seed}: {error}") from error


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    step = max(1, count // 20)
    for begin in range(0, count, step):
        check(range(begin, min(count, begin + step)))
        sys.stdout.write(f"{min(count, begin + step):,} histories agree\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
