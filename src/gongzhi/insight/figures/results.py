"""What beside the three rates is counted of closed orders: in time, exempt, and follow-up visits.

All of orders closed within the span, as the rates are. In time and late are what the clock said and
never change. An exemption stands beside a timeout and may come later, so that what counts it too
says "as of now". Of several visits to one order the last that reached somebody says what was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Q, QuerySet

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order

from .closed import Closed
from .handling import (
    ASKED_GLAD,
    ASKED_SOLVED,
    EXEMPT,
    REACHED,
    SAID_GLAD,
    SAID_SOLVED,
    VISITED,
    Handling,
    with_handling,
)
from .measures import base_condition
from .scope import checked
from .tally import Tally
from .window import Span

Result = Literal["on_time", "on_time_or_exempt", "visited", "reached", "said_solved", "said_glad"]
RESULTS: Final[tuple[Result, ...]] = (
    "on_time", "on_time_or_exempt", "visited", "reached", "said_solved", "said_glad",
)  # fmt: skip
_TIMED: Final = Q(on_time__isnull=False)

# (part, whole) of each, of orders `with_handling`.
CONDITIONS: Final[Mapping[Result, tuple[Q, Q]]] = {
    "on_time": (Q(on_time=True), _TIMED),
    "on_time_or_exempt": (Q(on_time=True) | EXEMPT, _TIMED),
    "visited": (VISITED, Q()),
    "reached": (REACHED, VISITED),
    "said_solved": (SAID_SOLVED, ASKED_SOLVED),
    "said_glad": (SAID_GLAD, ASKED_GLAD),
}

Pairs = dict[Result, tuple[int, int]]


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


def of_leads(found: Closed) -> dict[int | None, Results]:
    """By the body that led the order (None: nobody did). The area as a whole is their sum."""
    return {
        lead: _results(tally, found.handled.get(lead, Handling()))
        for lead, tally in found.tallies.items()
        if tally.closed
    }


def whole_of(found: Mapping[int | None, Results]) -> Results:
    """The sum of all."""
    return sum(found.values(), NOTHING)


def orders_behind(
    *, actor: Actor, area: AreaRef, span: Span, result: Result, whole: bool, body_id: int | None
) -> QuerySet[Order]:
    """The orders that a figure counts, newest first."""
    checked(actor, area.path)
    closed = Order.objects.visible_to(actor).in_area(area.path)
    found = with_handling(closed.filter(base_condition("closed", *span.bounds()))).filter(
        CONDITIONS[result][1 if whole else 0]
    )
    if body_id is not None:
        found = found.filter(lead_body_id=body_id)
    return found.select_related("category").order_by("-closed_at", "-pk")


def _results(tally: Tally, handled: Handling) -> Results:
    pairs: Pairs = {
        "on_time": (tally.on_time, tally.timed),
        "on_time_or_exempt": (tally.on_time + handled.exempt, tally.timed),
        "visited": (handled.visited, tally.closed),
        "reached": (handled.reached, handled.visited),
        "said_solved": (handled.said_solved, handled.asked_solved),
        "said_glad": (handled.said_glad, handled.asked_glad),
    }
    return Results(pairs, handled.exempt)
