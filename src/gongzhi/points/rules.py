"""Pure rules of the bank: points of a service, what has expired, which books may be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

# Fewer accounts than this tell of one household; their month waits for the next.
LEAST: Final = 5


def points_for(minutes: int, per_hour: int) -> int:
    """Whole points of credited minutes, never rounded up."""
    return max(0, minutes) * per_hour // 60


def overdue(lines: Iterable[tuple[datetime, int]], before: datetime) -> int:
    """Points earned before a moment that are still unspent: what was earned first is spent first.

    `lines` are (when, points) of one account, without movements that were taken back.
    """
    earned = spent = 0
    for at, points in lines:
        if points < 0:
            spent -= points
        elif at < before:
            earned += points
    return max(0, earned - spent)


def months_before(at: datetime, months: int) -> datetime:
    """The same moment so many months earlier; a day that the month lacks becomes its 28th."""
    number = at.year * 12 + at.month - 1 - months
    day = at.day if at.day <= 28 else 28
    return at.replace(year=number // 12, month=number % 12 + 1, day=day)


@dataclass
class Month:
    """What moved on holders' accounts in a month: account → points, positive, by what it was.

    What was taken back counts against its own kind.
    """

    first: date
    earned: dict[int, int] = field(default_factory=dict)
    redeemed: dict[int, int] = field(default_factory=dict)
    donated: dict[int, int] = field(default_factory=dict)
    expired: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenRow:
    """One line of the open books, of one or several months; points.

    `used` is redeemed, donated and expired together; the three are None where one of them would
    tell of a few households. `outstanding` is what holders have at its end.
    """

    first: date
    last: date
    issued: int
    used: int
    redeemed: int | None
    donated: int | None
    expired: int | None
    outstanding: int


def open_rows(months: Sequence[Month]) -> tuple[list[OpenRow], bool]:
    """The lines that may be published, and whether some months still wait.

    A month in which one to four accounts earned, or one to four used points, waits and is told
    together with the next ones. There is no total of its own, so nothing can be subtracted.
    """
    rows: list[OpenRow] = []
    waiting: list[Month] = []
    outstanding = 0
    for month in months:
        waiting.append(month)
        earned = _together([one.earned for one in waiting])
        parts = [
            _together([getattr(one, name) for one in waiting])
            for name in ("redeemed", "donated", "expired")
        ]
        used = _together(parts)
        if _small(earned) or _small(used):
            continue
        outstanding += sum(earned.values()) - sum(used.values())
        redeemed, donated, expired = (
            None if any(_small(one) for one in parts) else sum(part.values()) for part in parts
        )
        rows.append(
            OpenRow(
                first=waiting[0].first, last=month.first, issued=sum(earned.values()),
                used=sum(used.values()), redeemed=redeemed, donated=donated, expired=expired,
                outstanding=outstanding,
            )
        )  # fmt: skip
        waiting = []
    return rows, bool(waiting)


def _together(parts: Sequence[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts:
        for account, points in part.items():
            found[account] = found.get(account, 0) + points
    return found


def _small(part: Mapping[int, int]) -> bool:
    return 0 < len(part) < LEAST
