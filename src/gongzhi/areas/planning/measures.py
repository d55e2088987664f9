"""How good a division into grids is; today's is measured alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from math import cos, pi, radians
from statistics import median
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from .values import Bounds, Home


@dataclass(frozen=True)
class Measures:
    """Households a grid: fewest, median, most; `within` of `grids` are inside the bounds.

    `balance` is the most over the mean (1 is even), `compactness` the mean of 4πA/P² (1 is a
    circle; None without shapes), `moved` households whose grid becomes another one (None when
    there are no grids today), `split` estates in several grids.
    """

    grids: int
    within: int
    fewest: int
    middle: float
    most: int
    balance: float
    compactness: float | None
    moved: int | None
    split: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(
    homes: Sequence[Home],
    grids: Sequence[Hashable],
    bounds: Bounds,
    *,
    shapes: Sequence[BaseGeometry] = (),
    today: Sequence[Hashable] | None = None,
) -> Measures:
    """Measures of one division: `grids` names the grid of each home (None: in none), `today` its
    present one."""
    sums: Counter[Hashable] = Counter()
    groups: dict[str, set[Hashable]] = {}
    for home, grid in zip(homes, grids, strict=True):
        if grid is not None:
            sums[grid] += home.households
        if home.group:
            groups.setdefault(home.group, set()).add(grid)
    found = sorted(sums.values()) or [0]
    mean = sum(found) / len(found)
    return Measures(
        grids=len(sums),
        within=sum(bounds.miss(total) == 0 for total in sums.values()),
        fewest=found[0],
        middle=median(found),
        most=found[-1],
        balance=round(found[-1] / mean, 3) if mean else 0.0,
        compactness=_compactness(shapes),
        moved=None if today is None else moved_households(homes, grids, today),
        split=sum(len(there) > 1 for there in groups.values()),
    )


def matched(
    homes: Sequence[Home], grids: Sequence[Hashable], today: Sequence[Hashable]
) -> dict[Hashable, Hashable]:
    """Today's grid that each proposed one continues: pairs with most households in common first."""
    common: Counter[tuple[Hashable, Hashable]] = Counter()
    for home, grid, now in zip(homes, grids, today, strict=True):
        if now is not None:
            common[grid, now] += home.households
    found: dict[Hashable, Hashable] = {}
    taken: set[Hashable] = set()
    for (grid, now), _households in sorted(common.items(), key=lambda it: (-it[1], str(it[0]))):
        if grid not in found and now not in taken:
            found[grid] = now
            taken.add(now)
    return found


def moved_households(
    homes: Sequence[Home], grids: Sequence[Hashable], today: Sequence[Hashable]
) -> int:
    """Households whose proposed grid is not the one that continues their present grid."""
    continues = matched(homes, grids, today)
    return sum(
        home.households
        for home, grid, now in zip(homes, grids, today, strict=True)
        if now is not None and continues.get(grid) != now
    )


def _compactness(shapes: Sequence[BaseGeometry]) -> float | None:
    if not len(shapes):
        return None
    squeeze = cos(radians(shapes[0].centroid.y))
    flat = shapely.transform(list(shapes), lambda xy: xy * [squeeze, 1.0])
    found = [4 * pi * s.area / s.length**2 for s in flat if s.length]
    return round(sum(found) / len(found), 3) if found else None
