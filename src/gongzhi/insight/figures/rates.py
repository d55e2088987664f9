"""The three rates (Beijing art. 32) and the score that a city's weights make of them.

Response: of the times that a body had to sign for an order, how often in time. Solved and
satisfied: what residents said. All of orders closed within the span, so that what is closed later
never changes it. The counts are whole numbers and the score is exact before it is rounded: a second
look gives the same, digit for digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from django.db.models import Count, Q, QuerySet

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order

from .measures import base_condition
from .scope import checked
from .window import Span

Rate = Literal["response", "solved", "satisfied"]
Side = Literal["part", "whole"]
RATES: Final[tuple[Rate, ...]] = ("response", "solved", "satisfied")
_JUDGED: Final[tuple[Rate, ...]] = ("solved", "satisfied")
_SIGNING: Final = Q(clocks__stage="sign", clocks__on_time__isnull=False)

# What a rate counts of the closed orders; those of `response` are clocks of signing.
CONDITIONS: Final[Mapping[tuple[Rate, Side], Q]] = {
    ("response", "whole"): _SIGNING,
    ("response", "part"): _SIGNING & Q(clocks__on_time=True),
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
    """One span of an area, cut both ways out of the same counts: by body and by place."""

    bodies: dict[int, Counts]  # whoever had to sign, and the lead that was judged
    places: dict[str, Counts]  # by path of the area that holds the order

    @property
    def total(self) -> Counts:
        """The area as a whole."""
        return sum(self.places.values(), Counts())

    def below(self, areas: list[AreaRef]) -> dict[int, Counts]:
        """By each of these areas, which do not lie in each other."""
        found = {one.id: Counts() for one in areas}
        for path, counts in self.places.items():
            child = next((one for one in areas if path.startswith(one.path)), None)
            if child is not None:
                found[child.id] += counts
        return found


def cut(*, actor: Actor, area: AreaRef, span: Span) -> Cut:
    """Counted once, by body and place. NotFound outside the posts."""
    orders = _closed(checked(actor, area.path), span)
    bodies: defaultdict[int, Counts] = defaultdict(Counts)
    places: defaultdict[str, Counts] = defaultdict(Counts)
    for column, rates in (("clocks__body_id", ("response",)), ("lead_body_id", _JUDGED)):
        for (body_id, path), counts in _pairs(orders, column, rates).items():
            places[path] += counts
            if body_id is not None:
                bodies[body_id] += counts
    return Cut(dict(bodies), dict(places))


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


def _closed(area_path: str, span: Span) -> QuerySet[Order]:
    wanted = base_condition("closed", *span.bounds())
    return Order.objects.visible_to(SYSTEM).in_area(area_path).filter(wanted)


def _pairs(
    orders: Any, column: str, rates: tuple[Rate, ...]
) -> dict[tuple[int | None, str], Counts]:
    """Counts by a column of a body and by place. Signing joins the clocks: it is asked by itself."""
    counting = orders.filter(_SIGNING) if "response" in rates else orders
    counted = {
        f"{rate}_{side}": Count("pk", filter=CONDITIONS[rate, side])
        for rate in rates
        for side in ("part", "whole")
    }
    found = {}
    for row in counting.values(column, "area_path").annotate(**counted).order_by():
        pairs = {rate: (row[f"{rate}_part"], row[f"{rate}_whole"]) for rate in rates}
        found[row[column], row["area_path"]] = Counts(**pairs)
    return found
