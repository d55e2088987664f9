"""The three rates (Beijing art. 32) and the score that a city's weights make of them.

Response: of the times that a body had to sign for an order, how often in time. Solved and
satisfied: what residents said. All of orders closed within the span, so that what is closed later
never changes it. The counts are whole numbers and the score is exact before it is rounded: a second
look gives the same, digit for digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final, Literal

from django.db.models import Q, QuerySet

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order

from .closed import Closed
from .handling import SIGNING, Handling
from .measures import base_condition
from .scope import checked
from .tally import Tally
from .window import Span

Rate = Literal["response", "solved", "satisfied"]
Side = Literal["part", "whole"]
RATES: Final[tuple[Rate, ...]] = ("response", "solved", "satisfied")

# What a rate counts of the closed orders; those of `response` are clocks of signing.
CONDITIONS: Final[Mapping[tuple[Rate, Side], Q]] = {
    ("response", "whole"): SIGNING,
    ("response", "part"): SIGNING & Q(clocks__on_time=True),
    ("solved", "whole"): Q(solved__isnull=False),
    ("solved", "part"): Q(solved=True),
    ("satisfied", "whole"): Q(satisfaction__isnull=False),
    ("satisfied", "part"): Q(satisfaction__gte=2),
}


@dataclass(frozen=True)
class Weights:
    """Of a hundred; `least` is the smallest number of judgements that makes a score."""

    response: int
    solved: int
    satisfied: int
    least: int


@dataclass(frozen=True)
class Counts:
    """Part and whole of each rate."""

    response: tuple[int, int] = (0, 0)
    solved: tuple[int, int] = (0, 0)
    satisfied: tuple[int, int] = (0, 0)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            _plus(self.response, other.response),
            _plus(self.solved, other.solved),
            _plus(self.satisfied, other.satisfied),
        )


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def share(pair: tuple[int, int]) -> Fraction | None:
    """None without a denominator, never 0 or 1."""
    part, whole = pair
    return Fraction(part, whole) if whole else None


def score(counts: Counts, weights: Weights) -> Decimal | None:
    """0.0 to 100.0, to one digit. None where a rate has no or too few cases to stand on."""
    total = Fraction(0)
    for rate in RATES:
        weight, pair = getattr(weights, rate), getattr(counts, rate)
        found = share(pair)
        if weight and (found is None or pair[1] < weights.least):
            return None
        total += weight * (found or Fraction(0))
    exact = Decimal(total.numerator) / Decimal(total.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Cut:
    """One span of an area, cut both ways: by body and by the areas below."""

    total: Counts
    bodies: dict[int, Counts]  # whoever had to sign, and the lead that was judged
    below: dict[int, Counts]


def cut(found: Closed) -> Cut:
    """The rates of an area, its bodies and the areas below it."""
    bodies = {
        body: _counts(found.tallies.get(body), found.handled.get(body))
        for body in {*found.tallies, *found.handled}
    }
    below = {
        area: _counts(tally, found.inner_handled.get(area))
        for area, tally in found.inner_tallies.items()
    }
    named = {
        body: counts for body, counts in bodies.items() if body is not None and counts != Counts()
    }
    return Cut(sum(bodies.values(), Counts()), named, below)


def _counts(tally: Tally | None, handled: Handling | None) -> Counts:
    judged, signed = tally or Tally(), handled or Handling()
    return Counts(
        response=(signed.signed_on_time, signed.signings),
        solved=(judged.solved, judged.rated),
        satisfied=(judged.satisfied, judged.judged),
    )


def orders_behind(
    *, actor: Actor, area: AreaRef, span: Span, rate: Rate, side: Side, body_id: int | None
) -> QuerySet[Order]:
    """The orders that a figure counts, newest first; each stands there as often as it counts."""
    checked(actor, area.path)
    wanted = base_condition("closed", *span.bounds()) & CONDITIONS[rate, side]
    if body_id is not None:
        wanted &= Q(clocks__body_id=body_id) if rate == "response" else Q(lead_body_id=body_id)
    found = Order.objects.visible_to(actor).in_area(area.path).filter(wanted)
    return found.select_related("category").order_by("-closed_at", "-pk")
