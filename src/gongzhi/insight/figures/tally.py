"""Counts and the rates made of them. A rate without a denominator is None, never 0 or 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Self


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


class Counted:
    """Whole counts by name that add up and can be taken apart again."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(f.name for f in fields(cls))  # type: ignore[arg-type]

    @classmethod
    def of(cls, row: Mapping[str, object]) -> Self:
        """From a mapping; names that are absent or None count 0."""
        return cls(**{name: int(str(row.get(name) or 0)) for name in cls.names()})

    def __add__(self, other: Self) -> Self:
        return self._with(other, 1)

    def __sub__(self, other: Self) -> Self:
        return self._with(other, -1)

    def _with(self, other: Self, sign: int) -> Self:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return type(self)(*(mine + sign * its for mine, its in pairs))


@dataclass(frozen=True)
class Tally(Counted):
    """Counts of orders; the names are those of `insight.models.MEASURES`."""

    reported: int = 0
    closed: int = 0
    timed: int = 0
    on_time: int = 0
    rated: int = 0
    solved: int = 0
    judged: int = 0
    satisfied: int = 0
    reworked: int = 0

    @property
    def on_time_rate(self) -> float | None:
        """按期办结率: closed on time of those closed that had a limit."""
        return share(self.on_time, self.timed)

    @property
    def solved_rate(self) -> float | None:
        """解决率: said to be solved of those closed that the resident rated."""
        return share(self.solved, self.rated)

    @property
    def satisfied_rate(self) -> float | None:
        """满意率: satisfied or fairly satisfied of those that said."""
        return share(self.satisfied, self.judged)

    @property
    def rework_rate(self) -> float | None:
        """返工率: brought back at least once, of those closed."""
        return share(self.reworked, self.closed)

    @property
    def rated_rate(self) -> float | None:
        """评价率: rated of those closed."""
        return share(self.rated, self.closed)


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
