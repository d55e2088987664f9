"""How closed orders were handled: signed for in time, exempt after an appeal, visited, what was said.

Counted on the day of closing, rolled up beside the tallies (`rollup`) and read like them: rolled
days where they are right, the rest live. Of several visits to one order the last that reached
somebody says what was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.orders.models import Exemption, Order, Visit

from ..models import DailyHandling
from . import live
from .selectors import child_of
from .split import Split, area_id_of, live_path
from .tally import Counted

# (day, area_path, body)
Key = tuple[date, str, int | None]

SIGNING: Final = Q(clocks__stage="sign", clocks__on_time__isnull=False)
# The names are those of `with_handling`.
EXEMPT: Final = Q(on_time=False, is_exempt=True)
VISITED: Final = Q(was_visited=True)
REACHED: Final = Q(was_reached=True)
ASKED_SOLVED: Final = Q(last_solved__isnull=False)
SAID_SOLVED: Final = Q(last_solved=True)
ASKED_GLAD: Final = Q(last_satisfaction__isnull=False)
SAID_GLAD: Final = Q(last_satisfaction__gte=2)

_SIGNED: Final = {"signings": Q(), "signed_on_time": Q(clocks__on_time=True)}
_EXEMPTED: Final = {"exempt": Q()}
_SEEN: Final = {
    "visited": Q(),
    "reached": REACHED,
    "asked_solved": ASKED_SOLVED,
    "said_solved": SAID_SOLVED,
    "asked_glad": ASKED_GLAD,
    "said_glad": SAID_GLAD,
}


@dataclass(frozen=True)
class Handling(Counted):
    """Counts; of signings for the body that had to sign, all else for the lead."""

    signings: int = 0
    signed_on_time: int = 0
    exempt: int = 0
    visited: int = 0
    reached: int = 0
    asked_solved: int = 0
    said_solved: int = 0
    asked_glad: int = 0
    said_glad: int = 0


def with_handling(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with what is known besides: exempt, visited, somebody reached, what was said last."""
    visits = Visit.objects.filter(order=OuterRef("pk"))
    last = visits.filter(reached=True).order_by("-seq")
    return orders.alias(
        is_exempt=Exists(Exemption.objects.filter(order=OuterRef("pk"))),
        was_visited=Exists(visits),
        was_reached=Exists(visits.filter(reached=True)),
        last_solved=Subquery(last.values("solved")[:1]),
        last_satisfaction=Subquery(last.values("satisfaction")[:1]),
    )


def count_live(days: Iterable[date], area_path: str = "") -> dict[Key, Handling]:
    """Straight from orders, by (day, area path, body)."""
    found: defaultdict[Key, Handling] = defaultdict(Handling)
    wanted = list(days)
    if not wanted:
        return {}
    orders = live.orders_of("closed", wanted, area_path)
    known = with_handling(orders)
    for rows, column, counts in (
        (orders.filter(SIGNING), "clocks__body_id", _SIGNED),
        (known.filter(EXEMPT), "lead_body_id", _EXEMPTED),
        (known.filter(VISITED), "lead_body_id", _SEEN),
    ):
        for row in _grouped(rows, column, counts):
            found[row["day_closed"], row["area_path"], row[column]] += Handling.of(row)
    return dict(found)


def _grouped(orders: QuerySet[Order], column: str, counts: Mapping[str, Q]) -> Iterable[Any]:
    return (
        orders.annotate(day_closed=TruncDate("closed_at", tzinfo=clock.LOCAL_TZ))
        .values("day_closed", "area_path", column)
        .annotate(**{name: Count("pk", filter=wanted) for name, wanted in counts.items()})
        .order_by()
    )


def read(
    area_path: str, below: Sequence[AreaRef], split: Split
) -> tuple[dict[int | None, Handling], dict[int, Handling]]:
    """Of one area by body, and of each of the areas directly below it.

    The caller has checked that the actor may see the area.
    """
    rolled = DailyHandling.objects.filter(day__in=split.rolled)
    bodies = defaultdict(Handling, _summed(rolled.filter(area_id=area_id_of(area_path)), "body_id"))
    inner = {one.id: Handling() for one in below}
    inner |= _summed(rolled.filter(area_id__in=list(inner)), "area_id")
    for (_day, path, body), counts in count_live(split.counted, live_path(area_path)).items():
        bodies[body] += counts
        child = child_of(below, path)
        if child is not None:
            inner[child.id] += counts
    return dict(bodies), inner


def _summed(rows: QuerySet[DailyHandling], column: str) -> dict[Any, Handling]:
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in Handling.names()}
    return {
        row[column]: Handling.of({name: row[f"sum_{name}"] for name in Handling.names()})
        for row in rows.values(column).annotate(**sums).order_by()
    }
