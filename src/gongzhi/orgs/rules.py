"""Pure arithmetic of bodies: rates down to their names, days left, shares. No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Coverage:
    """A rate that can always be opened: the ids that are covered and those that are not."""

    covered: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def total(self) -> int:
        return len(self.covered) + len(self.missing)

    @property
    def rate(self) -> float | None:
        """0 to 1; None when there is nothing to cover."""
        return len(self.covered) / self.total if self.total else None


def coverage(wanted: Iterable[int], having: Collection[int]) -> Coverage:
    """Which of `wanted` are among `having`, in the order of `wanted`."""
    covered: list[int] = []
    missing: list[int] = []
    for one in wanted:
        (covered if one in having else missing).append(one)
    return Coverage(tuple(covered), tuple(missing))


def together(parts: Iterable[Coverage]) -> Coverage:
    """Several coverages as one."""
    parts = list(parts)
    return Coverage(
        tuple(one for part in parts for one in part.covered),
        tuple(one for part in parts for one in part.missing),
    )


def firms_with_party(
    firms: Iterable[int],
    covered: Collection[int],
    parents_of_party: Collection[int],
) -> Coverage:
    """Firms in which a Party organisation is set up, alone or jointly (JN-36).

    `covered` are bodies with a membership `covered`; `parents_of_party` are bodies below which a
    Party organisation stands in the tree.
    """
    return coverage(firms, {*covered, *parents_of_party})


def red_estates(
    estates: Iterable[int], firm_of: Mapping[int, int], red_firms: Collection[int]
) -> Coverage:
    """Estates whose firm has a Party organisation or sits in a red property alliance (QJ-16).

    An estate without a firm is not covered.
    """
    return coverage(estates, {e for e, firm in firm_of.items() if firm in red_firms})


def days_left(expires_on: date, today: date) -> int:
    """Whole days until the last day: 0 on that day, negative afterwards."""
    return (expires_on - today).days


def expiry_tone(expires_on: date, today: date, alert_days: int) -> str:
    """`red` when it holds no longer, `yellow` within the days of the alert, else `green`."""
    left = days_left(expires_on, today)
    if left < 0:
        return "red"
    return "yellow" if left <= alert_days else "green"


def sent_down(whole: int, sent: int) -> float | None:
    """Share of a district's force that is posted to streets (JN-11). None without a force."""
    return sent / whole if whole > 0 else None


@dataclass(frozen=True)
class OfficeRule:
    """An office that the template asks for, with its least staff (0: no minimum)."""

    key: str
    minimum: int


@dataclass(frozen=True)
class OfficeCheck:
    """One office of one street: `people` is None when the office is missing."""

    key: str
    minimum: int
    people: int | None

    @property
    def short_by(self) -> int:
        """How many people are lacking; 0 when the office itself is missing."""
        return max(0, self.minimum - self.people) if self.people is not None else 0

    @property
    def missing(self) -> bool:
        return self.people is None


@dataclass(frozen=True)
class TotalCheck:
    """How many of a kind there are against how many there should be."""

    kind: str
    wanted: int
    found: int

    @property
    def wrong(self) -> bool:
        return self.wanted != self.found


def check_structure(
    wanted: Sequence[OfficeRule], found: Mapping[str, int]
) -> tuple[OfficeCheck, ...]:
    """Each office of the template against what a street has (key → people)."""
    return tuple(OfficeCheck(rule.key, rule.minimum, found.get(rule.key)) for rule in wanted)


@dataclass(frozen=True)
class Difference:
    """What changed between two lists that are told apart by a key."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def difference(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> Difference:
    """Keys that came, that went, and whose values differ."""
    return Difference(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(key for key in after if key in before and after[key] != before[key]),
    )
