"""What beside the three rates is counted of closed orders: in time, exempt, and follow-up visits.

All of orders closed within the span, as the rates are. In time and late are what the clock said and
never change. An exemption stands beside a timeout and may come later, so that what counts it too
says "as of now". Of several visits to one order the last that reached somebody says what was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Exemption, Order, Visit

from .measures import base_condition
from .scope import checked
from .window import Span

Result = Literal["on_time", "on_time_or_exempt", "visited", "reached", "said_solved", "said_glad"]
RESULTS: Final[tuple[Result, ...]] = (
    "on_time", "on_time_or_exempt", "visited", "reached", "said_solved", "said_glad",
)  # fmt: skip
_TIMED: Final = Q(on_time__isnull=False)
_VISITED: Final = Q(was_visited=True)

# (part, whole) of each; the names are those of `_looked_at`.
CONDITIONS: Final[Mapping[Result, tuple[Q, Q]]] = {
    "on_time": (Q(on_time=True), _TIMED),
    "on_time_or_exempt": (Q(on_time=True) | Q(on_time=False, is_exempt=True), _TIMED),
    "visited": (_VISITED, Q()),
    "reached": (Q(was_reached=True), _VISITED),
    "said_solved": (Q(last_solved=True), Q(last_solved__isnull=False)),
    "said_glad": (Q(last_satisfaction__gte=2), Q(last_satisfaction__isnull=False)),
}

Pairs = dict[Result, tuple[int, int]]


# Those of orders that were visited, and those of all.
_OF_VISITS: Final[tuple[Result, ...]] = ("visited", "reached", "said_solved", "said_glad")


@dataclass(frozen=True)
class Results:
    """Part and whole of each result, and how many late orders are exempt."""

    pairs: Pairs
    exempt: int = 0

    def __add__(self, other: Results) -> Results:
        added = {
            name: (self.pairs[name][0] + other.pairs[name][0],
                   self.pairs[name][1] + other.pairs[name][1])
            for name in RESULTS
        }  # fmt: skip
        return Results(added, self.exempt + other.exempt)


NOTHING: Final = Results(dict.fromkeys(RESULTS, (0, 0)))


def of_leads(*, actor: Actor, area: AreaRef, span: Span) -> dict[int | None, Results]:
    """By the body that led the order (None: nobody did). NotFound outside the posts.

    The area as a whole is their sum.
    """
    orders = _closed(Order.objects.visible_to(SYSTEM), checked(actor, area.path), span)
    closed = _by_lead(orders, whole=Q(), timed=_TIMED, on_time=Q(on_time=True))
    exempt = _by_lead(orders.filter(on_time=False, is_exempt=True), n=Q())
    visits = _by_lead(
        orders.filter(_VISITED),
        **{
            f"{name}_{side}": condition
            for name in _OF_VISITS
            for side, condition in zip(("part", "whole"), CONDITIONS[name], strict=True)
        },
    )
    return {
        lead: _results(row, exempt.get(lead, {}).get("n", 0), visits.get(lead, {}))
        for lead, row in closed.items()
    }


def whole_of(found: Mapping[int | None, Results]) -> Results:
    """The sum of all."""
    return sum(found.values(), NOTHING)


def orders_behind(
    *, actor: Actor, area: AreaRef, span: Span, result: Result, whole: bool, body_id: int | None
) -> QuerySet[Order]:
    """The orders that a figure counts, newest first."""
    checked(actor, area.path)
    found: QuerySet[Order] = _closed(Order.objects.visible_to(actor), area.path, span).filter(
        CONDITIONS[result][1 if whole else 0]
    )
    if body_id is not None:
        found = found.filter(lead_body_id=body_id)
    return found.select_related("category").order_by("-closed_at", "-pk")


def _closed(orders: Any, area_path: str, span: Span) -> Any:
    """With what is known besides: exempt, visited, somebody reached, what was said last."""
    visits = Visit.objects.filter(order=OuterRef("pk"))
    last = visits.filter(reached=True).order_by("-seq")
    wanted = base_condition("closed", *span.bounds())
    return (
        orders.in_area(area_path)
        .filter(wanted)
        .alias(
            is_exempt=Exists(Exemption.objects.filter(order=OuterRef("pk"))),
            was_visited=Exists(visits),
            was_reached=Exists(visits.filter(reached=True)),
            last_solved=Subquery(last.values("solved")[:1]),
            last_satisfaction=Subquery(last.values("satisfaction")[:1]),
        )
    )


def _by_lead(orders: Any, **wanted: Q) -> dict[int | None, dict[str, int]]:
    counts = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    rows = orders.values("lead_body_id").annotate(**counts).order_by()
    return {row.pop("lead_body_id"): row for row in rows}


def _results(closed: Mapping[str, int], exempt: int, visits: Mapping[str, int]) -> Results:
    in_time, timed = closed["on_time"], closed["timed"]
    pairs: Pairs = {
        name: (visits.get(f"{name}_part", 0), visits.get(f"{name}_whole", 0)) for name in _OF_VISITS
    }
    pairs |= {
        "on_time": (in_time, timed),
        "on_time_or_exempt": (in_time + exempt, timed),
        "visited": (pairs["visited"][0], closed["whole"]),
    }
    return Results(pairs, exempt)
