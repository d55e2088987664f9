"""Who answers which need: the best assignment, and why. Pure: no database, no clock.

Every need wants some units, every offer has some. A unit goes from an offer to a need when the
offer is of the need's class, has its skills, is free within its window, and is near enough. Of all
ways to do so the one with the highest worth is taken: a unit met is worth `MET`, a kilometre costs
`A_KM`, waiting longer is worth a little more, and each further unit of the same body costs
`AGAIN` more than the one before, so that work is shared. `MET` outweighs all else: nobody goes
without to spare a walk. Solved exactly, part by part (scipy's linear sum assignment).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians
from typing import Any, Final

import numpy as np

MET: Final = 1000.0
A_KM: Final = 2.0
A_DAY: Final = 0.5  # of waiting, up to MOST_DAYS
MOST_DAYS: Final = 60
AGAIN: Final = 3.0
MOST_UNITS: Final = 6000  # of needs, and of offers, in one go
_KM_A_DEGREE: Final = 111.195


class TooManyUnitsError(ValueError):
    """More units than are matched in one go."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need: `point` is (lon, lat) in degrees or None, `quantity` what is still open, days both in."""

    id: int
    class_key: str
    skills: frozenset[str]
    quantity: int
    starts: date
    ends: date
    part: str
    point: tuple[float, float] | None
    waiting_days: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of a body; `load` counts what the body has in hand already."""

    id: int
    body: int
    class_key: str
    skills: frozenset[str]
    quantity: int
    starts: date
    ends: date
    part: str
    point: tuple[float, float] | None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """So many units of an offer for a need; `km` is None where a place is not known."""

    need: int
    offer: int
    quantity: int
    km: float | None
    days: tuple[date, date]
    others: int  # other offers that would also do
    shared: bool  # another offer is nearer, but its body has more in hand


@dataclass(frozen=True)
class Limits:
    farthest_km: float
    most_each: int


def distance_km(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float | None:
    """Between two points of a city, on a plane."""
    if one is None or other is None:
        return None
    across = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(across, one[1] - other[1]) * _KM_A_DEGREE


def fits(need: Wanted, offer: Offered, limits: Limits) -> bool:
    """Class, skills, days, part of the day, distance."""
    if not (
        need.class_key == offer.class_key
        and need.starts <= offer.ends
        and offer.starts <= need.ends
        and (need.part == offer.part or "any" in (need.part, offer.part))
        and need.skills <= offer.skills
    ):
        return False
    km = distance_km(need.point, offer.point)
    return km is None or km <= limits.farthest_km


def worth(need: Wanted, offer: Offered, nth: int) -> float:
    """Of the nth unit (from 0) that the offer's body takes on, beside what it has in hand."""
    km = distance_km(need.point, offer.point) or 0.0
    waited = min(max(need.waiting_days, 0), MOST_DAYS)
    return MET + A_DAY * waited - A_KM * km - AGAIN * (offer.load + nth)


def match(needs: Sequence[Wanted], offers: Sequence[Offered], limits: Limits) -> list[Proposal]:
    """The best assignment, in the order of the needs. Raises TooManyUnitsError.

    A body with several offers shares its units between them in the offers' order: `nth` counts
    the units of one offer, and `load` what the body had before.
    """
    pairs = _pairs(needs, offers, limits)
    if not pairs:
        return []
    # Loaded by whoever matches: scipy is forty megabytes of every process that has it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
    graph = coo_array(
        (np.ones(len(rows), dtype=np.int8), (rows, columns + len(needs))),
        shape=(len(needs) + len(offers),) * 2,
    )
    _count, labels = connected_components(graph, directed=False)
    by_part: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        by_part[int(labels[pair[0]])].append(pair)
    chosen: Counter[tuple[int, int]] = Counter()
    for part in by_part.values():
        chosen.update(_solve(part, needs, offers, limits))
    return _explained(chosen, pairs, needs, offers)


def _pairs(
    needs: Sequence[Wanted], offers: Sequence[Offered], limits: Limits
) -> list[tuple[int, int]]:
    by_class: dict[str, list[int]] = defaultdict(list)
    for number, offer in enumerate(offers):
        if offer.quantity > 0:
            by_class[offer.class_key].append(number)
    return [
        (row, column)
        for row, need in enumerate(needs)
        if need.quantity > 0
        for column in by_class[need.class_key]
        if fits(need, offers[column], limits)
    ]


def _solve(
    part: list[tuple[int, int]],
    needs: Sequence[Wanted],
    offers: Sequence[Offered],
    limits: Limits,
) -> Counter[tuple[int, int]]:
    """One part that nothing links to the others: every unit of a need against every unit offered."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = sorted({row for row, _c in part}), sorted({column for _r, column in part})
    wanted: Counter[int] = Counter()
    could: Counter[int] = Counter()
    for row, column in part:
        could[row] += offers[column].quantity
        wanted[column] += needs[row].quantity
    units = [row for row in rows for _n in range(min(needs[row].quantity, could[row]))]
    slots = [
        (column, nth)
        for column in columns
        for nth in range(min(offers[column].quantity, limits.most_each, wanted[column]))
    ]
    if max(len(units), len(slots)) > MOST_UNITS:
        raise TooManyUnitsError
    table = _table(part, rows, columns, needs, offers)
    at_row = {row: place for place, row in enumerate(rows)}
    at_column = {column: place for place, column in enumerate(columns)}
    value = table[np.ix_([at_row[row] for row in units], [at_column[c] for c, _nth in slots])]
    value = np.where(value > 0, value - AGAIN * np.array([nth for _c, nth in slots]), 0.0)
    value = np.maximum(value, 0.0)
    found: Counter[tuple[int, int]] = Counter()
    for unit, slot in zip(*linear_sum_assignment(value, maximize=True), strict=True):
        if value[unit, slot] > 0:
            found[units[unit], slots[slot][0]] += 1
    return found


def _table(
    part: list[tuple[int, int]],
    rows: list[int],
    columns: list[int],
    needs: Sequence[Wanted],
    offers: Sequence[Offered],
) -> Any:
    """Worth of the first unit of each pair; 0 where a pair does not fit."""
    at_row = {row: place for place, row in enumerate(rows)}
    at_column = {column: place for place, column in enumerate(columns)}
    table = np.zeros((len(rows), len(columns)))
    for row, column in part:
        table[at_row[row], at_column[column]] = max(worth(needs[row], offers[column], 0), 1e-6)
    return table


def _explained(
    chosen: Counter[tuple[int, int]],
    pairs: list[tuple[int, int]],
    needs: Sequence[Wanted],
    offers: Sequence[Offered],
) -> list[Proposal]:
    could: dict[int, list[int]] = defaultdict(list)
    for row, column in pairs:
        could[row].append(column)
    proposals = []
    for (row, column), quantity in sorted(chosen.items()):
        need, offer = needs[row], offers[column]
        km = distance_km(need.point, offer.point)
        nearer = [
            other
            for other in could[row]
            if km is not None
            and (distance_km(need.point, offers[other].point) or 0.0) < km
            and offers[other].load > offer.load
        ]
        days = (max(need.starts, offer.starts), min(need.ends, offer.ends))
        proposals.append(
            Proposal(need.id, offer.id, quantity, km, days, len(could[row]) - 1, bool(nearer))
        )
    return proposals


def total_worth(
    proposals: Sequence[Proposal], needs: Sequence[Wanted], offers: Sequence[Offered]
) -> float:
    """Of an assignment: what `match` makes as large as it can be."""
    need_of, offer_of = {n.id: n for n in needs}, {o.id: o for o in offers}
    taken: Counter[int] = Counter()
    total = 0.0
    for one in proposals:
        for _unit in range(one.quantity):
            total += worth(need_of[one.need], offer_of[one.offer], taken[one.offer])
            taken[one.offer] += 1
    return total
