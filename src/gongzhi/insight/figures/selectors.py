"""Figures for screens: rolled days where they are right, the rest counted live.

All take the actor and an area path and raise NotFound for an area outside the actor's posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor

from ..models import MEASURES, DailyFigure, Grain
from . import live
from .scope import checked
from .split import Split, area_id_of, live_path, split_of
from .tally import Tally, total
from .then import Then, boundaries_of, shifts
from .window import Span


def _rows(split: Split, grain: Grain, area_path: str) -> QuerySet[DailyFigure]:
    return DailyFigure.objects.filter(
        grain=grain, area_id=area_id_of(area_path), day__in=split.rolled
    )


def _sums() -> dict[str, Any]:
    return {f"sum_{name}": Sum(name) for name in MEASURES}


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally.of({name: row[f"sum_{name}"] for name in MEASURES})


_BODY = ("body_id", "lead_body_id")


def by_day(
    *, actor: Actor, area_path: str, span: Span, boundaries: date | None = None
) -> dict[date, Tally]:
    """One tally for each day of the span, in order.

    `boundaries` (here and below): count by the areas of that day instead of today's.
    """
    then = _then(boundaries)
    checked(actor, area_path)
    path = _path_now(area_path, then)
    split = split_of(span)
    found: dict[date, Tally] = {}
    if path:
        found = {
            row.day: Tally.of({name: getattr(row, name) for name in MEASURES})
            for row in _rows(split, Grain.AREA, path)
        }
        found |= live.count_days(split.counted, live_path(path))
    for day, counts in _shifted(then, area_path, span, path, None):
        found[day[0]] = found.get(day[0], Tally()) + counts
    return {day: found.get(day, Tally()) for day in span.days()}


def _then(boundaries: date | None) -> Then | None:
    return boundaries_of(boundaries) if boundaries is not None else None


def _path_now(area_path: str, then: Then | None) -> str:
    """Where the area lies now; empty when it is there no longer."""
    if then is None:
        return area_path
    area = areas.area_by_id(area_id_of(area_path))
    return area.path if area else ""


def _shifted(
    then: Then | None, area_path: str, span: Span, path_now: str, column: str | None
) -> Iterator[tuple[tuple[date, Any], Tally]]:
    """What to add to the figures of today's boundaries, by day and column."""
    if then is None:
        return
    path_then = then.path(area_id_of(area_path))
    for shift in shifts(then, span.days(), column):
        inside_then = path_then is not None and shift.then.startswith(path_then)
        inside_now = bool(path_now) and shift.now.startswith(path_now)
        if inside_then != inside_now:
            counts = shift.tally if inside_then else Tally() - shift.tally
            yield (shift.day, shift.column), counts


def tally(*, actor: Actor, area_path: str, span: Span, boundaries: date | None = None) -> Tally:
    """All of the span in one tally."""
    days = by_day(actor=actor, area_path=area_path, span=span, boundaries=boundaries)
    return total(days.values())


def _by(
    actor: Actor,
    area_path: str,
    span: Span,
    grain: Grain,
    columns: tuple[str, str],
    boundaries: date | None,
) -> dict[int | None, Tally]:
    checked(actor, area_path)
    live_column = columns[1]
    then = _then(boundaries)
    path, split = _path_now(area_path, then), split_of(span)
    found = _today(path, split, grain, columns) if path else {}
    for (_day, key), counts in _shifted(then, area_path, span, path, live_column):
        found[key] = found.get(key, Tally()) + counts
    return {key: counts for key, counts in found.items() if then is None or counts != Tally()}


def _today(
    path: str, split: Split, grain: Grain, columns: tuple[str, str]
) -> dict[int | None, Tally]:
    """By today's boundaries; `columns` as rolled days and as orders call it."""
    column, live_column = columns
    found = rolled_by(path, split, grain, column)
    for key, counts in live.count_by(split.counted, live_path(path), live_column).items():
        found[key] = found.get(key, Tally()) + counts
    return found


def rolled_by(path: str, split: Split, grain: Grain, column: str) -> dict[int | None, Tally]:
    """The rolled days of an area alone, by one column."""
    rows = _rows(split, grain, path).values(column).annotate(**_sums()).order_by()
    return {row[column]: _tally(row) for row in rows}


def by_body(
    *, actor: Actor, area_path: str, span: Span, boundaries: date | None = None
) -> dict[int | None, Tally]:
    """Tallies by lead body id; None stands for orders without a lead yet."""
    return _by(actor, area_path, span, Grain.BODY, _BODY, boundaries)


def by_class(
    *, actor: Actor, area_path: str, span: Span, boundaries: date | None = None
) -> dict[int | None, Tally]:
    """Tallies by category id as stored with the order (the finest class chosen)."""
    columns = ("category_id", "category_id")
    return _by(actor, area_path, span, Grain.CATEGORY, columns, boundaries)


def by_child(
    *, actor: Actor, area_path: str, span: Span, boundaries: date | None = None
) -> dict[int, Tally]:
    """Tallies of each area directly below; those without any order are there with zeros."""
    checked(actor, area_path)
    then = _then(boundaries)
    area_id = area_id_of(area_path)
    if then is None:
        return of_areas(areas.children(area_id), split_of(span), live_path(area_path))
    below = then.children(area_id)
    alive = [area for node in below if (area := areas.area_by_id(node.id)) is not None]
    found = {node.id: Tally() for node in below} | of_areas(alive, split_of(span), "")
    for shift in shifts(then, span.days()):
        was, now = child_of(below, shift.then), child_of(alive, shift.now)
        if was is not None:
            found[was.id] += shift.tally
        if now is not None:
            found[now.id] -= shift.tally
    return found


def of_areas(below: Sequence[AreaRef], split: Split, within: str) -> dict[int, Tally]:
    """Today's figures of some areas that do not lie in each other; `within` holds them all."""
    found = rolled_areas(below, split)
    for path, counts in live.count_by(split.counted, within, "area_path").items():
        child = child_of(below, path)
        if child is not None:
            found[child.id] += counts
    return found


def rolled_areas(below: Sequence[AreaRef], split: Split) -> dict[int, Tally]:
    """The rolled days of some areas alone."""
    mine = DailyFigure.objects.filter(
        grain=Grain.AREA, area_id__in=[a.id for a in below], day__in=split.rolled
    )
    rows = mine.values("area_id").annotate(**_sums()).order_by()
    found = {area.id: Tally() for area in below}
    return found | {row["area_id"]: _tally(row) for row in rows}


def child_of(below: Any, path: str) -> Any:
    """Which of some neighbouring areas a path lies in; None for none of them."""
    return next((area for area in below if path.startswith(area.path)), None)


def by_hour(*, actor: Actor, area_path: str, until: datetime, hours: int = 24) -> list[int]:
    """Reports of each of the full hours before `until` (a full hour), the oldest first; live."""
    return live.count_hours(until, hours, live_path(checked(actor, area_path)))
