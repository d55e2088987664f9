"""Pure rules of volunteering: pairing, time that counts. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

Reason = Literal["near", "paired", "fewest"]


@dataclass(frozen=True)
class Proposal:
    """A unit, the community that the rule proposes for it, and why."""

    unit_id: int
    community_id: int
    reason: Reason


def propose(
    units: Iterable[int],
    *,
    near: Mapping[int, int],
    paired: Mapping[int, int],
    load: Mapping[int, int],
) -> list[Proposal]:
    """Where each unit should check in (XY-10): with the community it is paired with already, else
    the one that it lies in, else the one with the fewest units (the lower id of two). `load` is
    community id → units there now and names every community that may be proposed; each proposal
    counts for the next. Units are taken in order; a unit for which nothing is left is left out.
    """
    now = dict(load)
    found: list[Proposal] = []
    for unit in units:
        choice: tuple[int, Reason] | None = None
        if paired.get(unit) in now:
            choice = (paired[unit], "paired")
        elif near.get(unit) in now:
            choice = (near[unit], "near")
        elif now:
            choice = (min(now, key=lambda one: (now[one], one)), "fewest")
        if choice is not None:
            now[choice[0]] += 1
            found.append(Proposal(unit, *choice))
    return found


def service_days(now: datetime, weekday: int, starts: time, weeks: int) -> list[datetime]:
    """The next `weeks` beginnings of a weekly service day after `now` (local time; 1 is Monday)."""
    first = datetime.combine(
        now.date() + timedelta(days=(weekday - now.isoweekday()) % 7), starts, now.tzinfo
    )
    if first <= now:
        first += timedelta(days=7)
    return [first + timedelta(weeks=number) for number in range(weeks)]


def credited_minutes(
    in_at: datetime, out_at: datetime, starts_at: datetime, ends_at: datetime
) -> int:
    """Whole minutes of a stay that lie in the shift; 0 when none does.

    Both ends are cut to their minute, so that stays which follow each other add up to the whole.
    """
    since, until = max(in_at, starts_at), min(out_at, ends_at)
    return max(0, _minute(until) - _minute(since))


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


# 3 satisfied, 2 fairly, 1 not: the scale of ratings of orders.
GRADES: Final = (3, 2, 1)
# Fewer ratings than this say nothing of a unit.
LEAST_RATINGS: Final = 5


def residents_decide(counts: Mapping[int, int], least: int = LEAST_RATINGS) -> int | None:
    """The grade that residents' ratings (grade → how many) come to: the middle one, of two middle
    ones the worse. None below `least`: then nobody decides. The community's own grade is no part.
    """
    total = sum(counts.values())
    if total < least:
        return None
    middle, seen = (total + 1) // 2, 0
    for grade in sorted(counts):
        seen += counts[grade]
        if seen >= middle:
            return grade
    return None
