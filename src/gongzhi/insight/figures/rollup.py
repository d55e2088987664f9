"""Rolling closed days up, and again, with the same result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Min

from gongzhi.kernel import clock
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order

from ..models import DailyFigure, DailyHandling, FigureDay, FigureMark, Grain
from . import changes, handling, live
from .handling import Handling
from .tally import Tally
from .window import Span

BOUNDARY_LOCK = 7_203_114

# (grain, area id, body id, category id)
RowKey = tuple[int, int, int | None, int | None]


def rows_of_day(day: date) -> dict[RowKey, Tally]:
    """Every row of one day: the finest counts, summed up along each order's area path."""
    rows: dict[RowKey, Tally] = {}
    for (_day, path, body, category), counts in live.count_full([day]).items():
        ids = [int(part) for part in path.split(".") if part]
        keys: list[RowKey] = [(Grain.FULL, ids[-1], body, category)]
        for area in ids:
            keys.append((Grain.AREA, area, None, None))
            keys.append((Grain.BODY, area, body, None))
            keys.append((Grain.CATEGORY, area, None, category))
        for key in keys:
            rows[key] = rows[key] + counts if key in rows else counts
    return rows


def handling_of_day(day: date) -> dict[tuple[int, int | None], Handling]:
    """By area and body, summed up along each order's area path."""
    rows: dict[tuple[int, int | None], Handling] = {}
    for (_day, path, body), counts in handling.count_live([day]).items():
        for area in (int(part) for part in path.split(".") if part):
            key = (area, body)
            rows[key] = rows[key] + counts if key in rows else counts
    return rows


def roll_day(day: date) -> int:
    """Count one closed day anew; the number of rows written. Raises ValueError for today or later.

    Readers see the old rows or the new ones, never a mixture.
    """
    if day >= clock.today():
        raise ValueError(f"{day} is not over yet")
    with transaction.atomic():
        boundaries_hold_still()
        figure_day, _created = FigureDay.objects.update_or_create(
            day=day, defaults={"rolled_at": clock.now()}
        )
        FigureDay.objects.select_for_update().get(pk=figure_day.pk)
        return _write_figures(day) + _write_handling(day)


def _write_figures(day: date) -> int:
    rows = rows_of_day(day)
    DailyFigure.objects.filter(day=day).delete()
    copy_rows(
        [
            DailyFigure(
                day=day,
                grain=grain,
                area_id=area,
                body_id=body,
                category_id=category,
                **vars(counts),
            )
            for (grain, area, body, category), counts in sorted(rows.items(), key=_order)
        ]
    )
    return len(rows)


def _write_handling(day: date) -> int:
    rows = handling_of_day(day)
    DailyHandling.objects.filter(day=day).delete()
    copy_rows(
        [
            DailyHandling(day=day, area_id=area, body_id=body, **vars(counts))
            for (area, body), counts in sorted(
                rows.items(), key=lambda row: (row[0][0], row[0][1] or 0)
            )
        ]
    )
    return len(rows)


def boundaries_hold_still() -> None:
    """Until the end of the transaction no change of boundaries moves orders: what is counted
    here would be counted by the old paths and kept as if by the new ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [BOUNDARY_LOCK])


def _order(item: tuple[RowKey, Tally]) -> tuple[int, ...]:
    grain, area, body, category = item[0]
    return (grain, area, body or 0, category or 0)


def recompute(day_from: date, day_to: date) -> int:
    """Roll every closed day from one to another (both included) again; the number of days."""
    last = min(day_to, clock.today() - timedelta(days=1))
    if last < day_from:
        return 0
    days = Span(day_from, last).days()
    for day in days:
        roll_day(day)
    return len(days)


def refresh() -> int:
    """Roll up what is new or has changed since the last time; the number of days rolled.

    The mark is read before counting: what happens meanwhile is counted again next time. At the
    first time it is also stored before, so that a long first run that is cut goes on from there.
    """
    mark = changes.current_mark()
    if not FigureMark.objects.exists():
        changes.store(mark)
    rolled = set(FigureDay.objects.values_list("day", flat=True))
    days = set(missing_days()) | (changes.touched_days(changes.stored_mark()) & rolled)
    for day in sorted(days):
        roll_day(day)
    changes.store(mark)
    return len(days)


def missing_days() -> Iterable[date]:
    """Closed days since the first order that have no figures yet."""
    first = Order.objects.visible_to(SYSTEM).aggregate(first=Min("reported_at"))["first"]
    if first is None:
        return []
    last = clock.today() - timedelta(days=1)
    begin = clock.local(first).date()
    if begin > last:
        return []
    there = set(FigureDay.objects.values_list("day", flat=True))
    return [day for day in Span(begin, last).days() if day not in there]
