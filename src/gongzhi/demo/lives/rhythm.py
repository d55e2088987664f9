"""When reports come in and what they are about: hours, weekdays, season, weather."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from gongzhi.demo.params import Mix, Params
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.orders.dispatch.catalogue import active_categories

_MOST_SWELL = 1.5  # bad weather brings at most half as many reports again
_RARE = 0.4  # weight of a category that only season or weather brings


@dataclass(frozen=True)
class Coming:
    """One report about to come: when, what about, and whether a grid worker found it."""

    at: datetime
    category: str
    by_grid: bool


class Rhythm:
    """The reports of each day, the same for the same seed."""

    def __init__(self, params: Params, seed: str, last_day: date) -> None:
        self.params, self.seed, self.last_day = params, seed, last_day
        items = _items_below()
        self.base = _weights(params.mix, items)
        self.grid = _weights(params.grid_mix, items) or self.base
        self.weekend = {c for g in params.weekend_classes.categories for c in items.get(g, [g])}

    def day(self, day: date) -> list[Coming]:
        """All reports of a day, by time."""
        rng = Random(f"{self.seed}:{day.isoformat()}")
        weights = self._of_day(day)
        swell = sum(weights.values()) / (sum(self.base.values()) or 1)
        share = self.params.grid_share
        week = self.params.weekdays[day.weekday()]
        people = _poisson(rng, self.params.per_day * (1 - share) * week * min(swell, _MOST_SWELL))
        found = _poisson(rng, self.params.per_day * share * (0.3 if day.weekday() > 4 else 1.0))
        comings = [self._by_person(day, weights, rng) for _ in range(people)]
        comings += [self._by_grid(day, rng) for _ in range(found)]
        return sorted(comings, key=lambda c: c.at)

    def _of_day(self, day: date) -> dict[str, float]:
        weights = dict(self.base)
        factors = dict(self.params.season.get(str(day.month), {}))
        ago = (self.last_day - day).days
        for weather in self.params.weather:
            if weather.days_ago == ago:
                for code in weather.categories:
                    factors[code] = factors.get(code, 1) * weather.factor
        for code, factor in factors.items():
            weights[code] = weights.get(code, _RARE) * factor
        if day.weekday() > 4:
            for code in self.weekend & weights.keys():
                weights[code] *= self.params.weekend_classes.share / 0.7
        return weights

    def _by_person(self, day: date, weights: dict[str, float], rng: Random) -> Coming:
        hour = rng.choices(range(24), self.params.hours)[0]
        category = rng.choices(list(weights), list(weights.values()))[0]
        return Coming(_at(day, hour * 60 + rng.uniform(0, 60)), category, by_grid=False)

    def _by_grid(self, day: date, rng: Random) -> Coming:
        minute = rng.triangular(510, 660, 560) if rng.random() < 0.6 else rng.triangular(925, 1050)
        category = rng.choices(list(self.grid), list(self.grid.values()))[0]
        return Coming(_at(day, minute), category, by_grid=True)


def _at(day: date, minute: float) -> datetime:
    start = datetime.combine(day, time(), LOCAL_TZ)
    return start + timedelta(seconds=round(minute * 60))


def _items_below() -> dict[str, list[str]]:
    """Codes of the items below each group, by the group's code."""
    rows = active_categories()
    codes = {row.pk: row.code for row in rows}
    below: dict[str, list[str]] = {}
    for row in rows:
        if row.kind == "item" and row.parent_id in codes:
            below.setdefault(codes[row.parent_id], []).append(row.code)
    return below


def _weights(mix: list[Mix], items: dict[str, list[str]]) -> dict[str, float]:
    known = {row.code for row in active_categories() if row.kind == "item"}
    found: dict[str, float] = {}
    for entry in mix:
        codes = [c for g in entry.categories for c in items.get(g, [g]) if c in known]
        for code in codes:
            found[code] = found.get(code, 0) + entry.weight / len(codes)
    return found or dict.fromkeys(sorted(known), 1.0)


def _poisson(rng: Random, mean: float) -> int:
    """Close enough for means above ten: a rounded normal."""
    return max(0, round(rng.gauss(mean, math.sqrt(max(mean, 0.01)))))
