"""Counting straight from orders: today, days that are not rolled up, and the check of the rest.

The caller has checked that the actor may see the area (`scope.checked`); here the system counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate, TruncHour

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order

from .measures import MEASURES, Base, base_condition
from .tally import Tally
from .window import Span

# (day, area_path, lead body, category): the key of the finest count
Key = tuple[date, str, int | None, int | None]

_CLOSED = ("timed", "on_time", "rated", "solved", "judged", "satisfied", "reworked")


def runs(days: Iterable[date]) -> list[Span]:
    """Neighbouring days joined to spans, so that each span is one range of an index."""
    spans: list[Span] = []
    for day in sorted(set(days)):
        if spans and day == spans[-1].last + timedelta(days=1):
            spans[-1] = Span(spans[-1].first, day)
        else:
            spans.append(Span(day, day))
    return spans


def orders_of(base: Base, days: Iterable[date], area_path: str) -> QuerySet[Order]:
    """The orders of a base on some local days; an empty path is everywhere."""
    wanted = Q(pk__in=[])
    for span in runs(days):
        wanted |= base_condition(base, *span.bounds())
    return _inside(wanted, area_path)


def _inside(wanted: Q, area_path: str) -> QuerySet[Order]:
    found = Order.objects.visible_to(SYSTEM).filter(wanted)
    # A bare county asks for everything: the range over the paths would only slow it down.
    return found.in_area(area_path) if area_path else found


def _counts() -> dict[str, Any]:
    extra = {key: Count("pk", filter=MEASURES[key].extra) for key in _CLOSED}
    return {"closed": Count("pk"), **extra}


def _reports() -> dict[str, Any]:
    return {"reported": Count("pk")}


# Base, the moment that gives the day, and what is counted of it.
COUNTED: tuple[tuple[Base, str, Callable[[], dict[str, Any]]], ...] = (
    ("reported", "reported_at", _reports),
    ("closed", "closed_at", _counts),
)


def count_full(days: Iterable[date], area_path: str = "") -> dict[Key, Tally]:
    """Counts by (day, area path, lead body, category)."""
    return _grouped(list(days), area_path, ("area_path", "lead_body_id", "category_id"))


def count_days(days: Iterable[date], area_path: str) -> dict[date, Tally]:
    """Counts by day for one area."""
    return {key[0]: value for key, value in _grouped(list(days), area_path, ()).items()}


def count_by(days: Iterable[date], area_path: str, column: str) -> dict[Any, Tally]:
    """Counts over all the days by one column: area_path, lead_body_id or category_id."""
    summed: dict[Any, Tally] = {}
    for key, value in _grouped(list(days), area_path, (column,)).items():
        summed[key[1]] = summed.get(key[1], Tally()) + value
    return summed


def count_closed(days: Iterable[date], area_path: str) -> dict[tuple[str, int | None], Tally]:
    """Of closed orders alone, over all the days, by area path and lead body."""
    wanted = list(days)
    if not wanted:
        return {}
    by = ("area_path", "lead_body_id")
    rows = orders_of("closed", wanted, area_path).values(*by).annotate(**_counts()).order_by()
    return {(row["area_path"], row["lead_body_id"]): Tally.of(row) for row in rows}


def _grouped(days: list[date], area_path: str, by: tuple[str, ...]) -> dict[Any, Tally]:
    found: dict[Any, Tally] = {}
    if not days:
        return found
    for base, column, counts in COUNTED:
        rows = (
            orders_of(base, days, area_path)
            .annotate(day=TruncDate(column, tzinfo=clock.LOCAL_TZ))
            .values("day", *by)
            .annotate(**counts())
            .order_by()
        )
        for row in rows:
            key = (row["day"], *(row[name] for name in by))
            found[key] = found.get(key, Tally()) + Tally.of(row)
    return found


def count_hours(until: datetime, hours: int, area_path: str) -> list[int]:
    """Orders reported in each of the `hours` full hours before `until`, the oldest first."""
    since = until - timedelta(hours=hours)
    rows = (
        _inside(base_condition("reported", since, until), area_path)
        .annotate(hour=TruncHour("reported_at", tzinfo=clock.LOCAL_TZ))
        .values("hour")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts = [0] * hours
    for row in rows:
        counts[(row["hour"] - since) // timedelta(hours=1)] = row["n"]
    return counts
