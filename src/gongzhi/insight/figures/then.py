"""Figures under the boundaries of an earlier day.

Figures stand by today's paths. For an earlier day only the orders that lie in areas which changed
since are looked at: each counts where it lay then instead of where it lies now. An order that was
there when a change was applied has a row that says where it came from; one that came later is
led back by the links, its point and the residuals. Every order has one place then and one now, so
the two counts reconcile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.redraw import Node
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM, covers
from gongzhi.orders.models import Order, OrderMapping

from . import live
from .measures import base_condition
from .tally import Tally


@dataclass(frozen=True)
class Shift:
    """Orders of one day (and value of a column) that lay at `then` and lie at `now`."""

    now: str
    then: str
    day: date
    column: Any
    tally: Tally


@dataclass(frozen=True)
class Then:
    """The boundaries of an earlier day."""

    day: date
    tree: dict[int, Node]
    steps: tuple[history.Step, ...]

    def path(self, area_id: int) -> str | None:
        """Where an area lay then; None when it did not exist."""
        node = self.tree.get(area_id)
        return node.path if node else None

    def children(self, area_id: int) -> list[Node]:
        """The areas directly below one then, by code."""
        return [node for node in self.tree.values() if node.parent_id == area_id]


def boundaries_of(day: date) -> Then | None:
    """The boundaries of a day; None when nothing has changed since."""
    today = clock.today()
    if day >= today:
        return None
    steps = tuple(history.steps_between(day, today))
    return Then(day, history.tree_on(day), steps) if steps else None


def shifts(then: Then, days: Iterable[date], column: str | None = None) -> list[Shift]:
    """The orders of the days that lay elsewhere then, counted; `column` splits them further."""
    within = _changed_paths(then)
    wanted = list(days)
    if not within or not wanted:
        return []
    found: list[Shift] = []
    by = (column,) if column else ()
    for base, moment, counts in live.COUNTED:
        rows = _candidates(then, base, wanted, within)
        rows = rows.annotate(day=TruncDate(moment, tzinfo=clock.LOCAL_TZ))
        keys = ("day", "area_path", "came_from", "by_change", *by)
        open_paths: set[tuple[str, str | None, int | None]] = set()
        for row in rows.values(*keys).annotate(**counts()).order_by():
            path = _path_then(then, row, None, final=False)
            if path is None:
                open_paths.add((row["area_path"], row["came_from"], row["by_change"]))
            else:
                found += _shift(row, path, column)
        found += _by_point(then, rows, open_paths, counts(), by)
    return found


def _by_point(
    then: Then,
    rows: QuerySet[Any, Any],
    open_paths: set[tuple[str, str | None, int | None]],
    counts: dict[str, Any],
    by: tuple[str, ...],
) -> list[Shift]:
    """Those that only a point (or, without one, the residual) can lead back."""
    if not open_paths:
        return []
    wanted = Q(pk__in=())
    for path, came_from, change in open_paths:
        wanted |= (
            Q(area_path=path, came_from=came_from, by_change=change)
            if change
            else Q(area_path=path, by_change__isnull=True)
        )
    keys = ("day", "area_path", "came_from", "by_change", "lon", "lat", *by)
    found: list[Shift] = []
    for row in rows.filter(wanted).values(*keys).annotate(**counts).order_by():
        point = None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])
        was = _path_then(then, row, point, final=True)
        if was is not None:
            found += _shift(row, was, by[0] if by else None)
    return found


def _shift(row: dict[str, Any], path: str, column: str | None) -> list[Shift]:
    if path == row["area_path"]:
        return []
    value = row[column] if column else None
    return [Shift(row["area_path"], path, row["day"], value, Tally.of(row))]


def _path_then(
    then: Then, row: dict[str, Any], point: tuple[float, float] | None, *, final: bool
) -> str | None:
    if row["by_change"] is None:
        return history.path_back(row["area_path"], then.tree, then.steps, point, final=final)
    # It was there when this change came; only changes before that may lie behind it.
    numbers = [step.change_id for step in then.steps]
    earlier = then.steps[: numbers.index(row["by_change"])]
    return history.path_back(row["came_from"], then.tree, earlier, point, final=final)


def _changed_paths(then: Then) -> list[str]:
    """Today's paths of the areas that came out of the changes: all orders in question lie here."""
    paths = set()
    for step in then.steps:
        for area_id in step.backward.areas:
            area = areas.area_by_id(area_id)
            if area is not None:
                paths.add(area.path)
    return sorted(p for p in paths if not any(q != p and covers(q, p) for q in paths))


def _candidates(
    then: Then, base: Any, days: Sequence[date], within: Sequence[str]
) -> QuerySet[Any, Any]:
    came = (
        OrderMapping.objects.filter(
            order_id=OuterRef("pk"), change_id__in=[step.change_id for step in then.steps]
        )
        .annotate(since=F("change__effective_on"))
        .order_by("since", "change_id")
    )
    place = Q(pk__in=())
    for path in within:
        place |= Q(area_path__gte=path, area_path__lt=f"{path[:-1]}/")
    moment = Q(pk__in=())
    for span in live.runs(days):
        moment |= base_condition(base, *span.bounds())
    return (
        Order.objects.visible_to(SYSTEM)
        .filter(moment)
        .filter(place)
        .annotate(
            came_from=Subquery(came.values("from_path")[:1]),
            by_change=Subquery(came.values("change_id")[:1]),
        )
    )
