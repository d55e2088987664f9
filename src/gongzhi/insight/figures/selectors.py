"""Figures for screens: rolled days where they are right, the rest counted live.

All take the actor and an area path and raise NotFound for an area outside the actor's posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor

from ..models import MEASURES, DailyFigure, FigureDay, Grain
from . import changes, live
from .scope import checked
from .tally import Tally, total
from .window import Span


@dataclass(frozen=True)
class _Split:
    """The days of a span that can be read and those that must be counted."""

    rolled: list[date]
    counted: list[date]


def _split(span: Span) -> _Split:
    there = set(
        FigureDay.objects.filter(day__gte=span.first, day__lte=span.last).values_list(
            "day", flat=True
        )
    )
    if there:
        there -= changes.stale_days()
    days = span.days()
    return _Split([d for d in days if d in there], [d for d in days if d not in there])


def _area_id(area_path: str) -> int:
    return int(area_path.rstrip(".").rsplit(".", 1)[-1])


def _rows(split: _Split, grain: Grain, area_path: str) -> QuerySet[DailyFigure]:
    return DailyFigure.objects.filter(
        grain=grain, area_id=_area_id(area_path), day__in=split.rolled
    )


def _sums() -> dict[str, Any]:
    return {f"sum_{name}": Sum(name) for name in MEASURES}


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally.of({name: row[f"sum_{name}"] for name in MEASURES})


def _live_path(area_path: str) -> str:
    """The root's subtree is everything: an empty path spares the range condition."""
    root = areas.root_area()
    return "" if root is not None and root.path == area_path else area_path


def by_day(*, actor: Actor, area_path: str, span: Span) -> dict[date, Tally]:
    """One tally for each day of the span, in order."""
    checked(actor, area_path)
    split = _split(span)
    found = {
        row.day: Tally.of({name: getattr(row, name) for name in MEASURES})
        for row in _rows(split, Grain.AREA, area_path)
    }
    found |= live.count_days(split.counted, _live_path(area_path))
    return {day: found.get(day, Tally()) for day in span.days()}


def tally(*, actor: Actor, area_path: str, span: Span) -> Tally:
    """All of the span in one tally."""
    return total(by_day(actor=actor, area_path=area_path, span=span).values())


def _by(
    actor: Actor, area_path: str, span: Span, grain: Grain, column: str, live_column: str
) -> dict[int | None, Tally]:
    checked(actor, area_path)
    split = _split(span)
    rows = _rows(split, grain, area_path).values(column).annotate(**_sums()).order_by()
    found: dict[int | None, Tally] = {row[column]: _tally(row) for row in rows}
    for key, counts in live.count_by(split.counted, _live_path(area_path), live_column).items():
        found[key] = found.get(key, Tally()) + counts
    return found


def by_body(*, actor: Actor, area_path: str, span: Span) -> dict[int | None, Tally]:
    """Tallies by lead body id; None stands for orders without a lead yet."""
    return _by(actor, area_path, span, Grain.BODY, "body_id", "lead_body_id")


def by_class(*, actor: Actor, area_path: str, span: Span) -> dict[int | None, Tally]:
    """Tallies by category id as stored with the order (the finest class chosen)."""
    return _by(actor, area_path, span, Grain.CATEGORY, "category_id", "category_id")


def by_child(*, actor: Actor, area_path: str, span: Span) -> dict[int, Tally]:
    """Tallies of each area directly below; those without any order are there with zeros."""
    checked(actor, area_path)
    below = areas.children(_area_id(area_path))
    split = _split(span)
    rows = (
        DailyFigure.objects.filter(
            grain=Grain.AREA, area_id__in=[a.id for a in below], day__in=split.rolled
        )
        .values("area_id")
        .annotate(**_sums())
        .order_by()
    )
    found: dict[int, Tally] = {area.id: Tally() for area in below}
    found |= {row["area_id"]: _tally(row) for row in rows}
    counted = live.count_by(split.counted, _live_path(area_path), "area_path")
    for path, counts in counted.items():
        child = child_of(below, path)
        if child is not None:
            found[child.id] += counts
    return found


def child_of(below: Any, path: str) -> AreaRef | None:
    """Which of some neighbouring areas a path lies in."""
    return next((area for area in below if path.startswith(area.path)), None)


def by_hour(*, actor: Actor, area_path: str, until: datetime, hours: int = 24) -> list[int]:
    """Reports of each of the full hours before `until` (a full hour), the oldest first; live."""
    return live.count_hours(until, hours, _live_path(checked(actor, area_path)))


def grouped_names(counts: dict[int | None, Tally], name: Callable[[int], str | None]) -> Counter:
    """Reported counts summed under names (items under their class, say); unknown ids drop out."""
    summed: Counter = Counter()
    for key, value in counts.items():
        label = name(key) if key is not None else None
        if label:
            summed[label] += value.reported
    return summed
