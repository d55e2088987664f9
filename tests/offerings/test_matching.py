"""The matching is the best there is, keeps every limit, and shares the work."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.offerings.matching import (
    Limits,
    Offered,
    TooManyUnitsError,
    Wanted,
    distance_km,
    fits,
    match,
    total_worth,
    worth,
)

D = date(2026, 11, 20)
LIMITS = Limits(farthest_km=10, most_each=20)


def wanted(number: int, **values: Any) -> Wanted:
    plain: dict[str, Any] = {
        "id": number, "class_key": "care", "skills": frozenset(), "quantity": 1, "starts": D,
        "ends": D + timedelta(days=7), "part": "any", "point": (118.70, 40.00),
    }  # fmt: skip
    return Wanted(**(plain | values))


def offered(number: int, **values: Any) -> Offered:
    plain: dict[str, Any] = {
        "id": number, "body": number, "class_key": "care", "skills": frozenset(), "quantity": 1,
        "starts": D, "ends": D + timedelta(days=7), "part": "any", "point": (118.70, 40.00),
    }  # fmt: skip
    return Offered(**(plain | values))


PLACES = st.sampled_from([(118.70, 40.0), (118.72, 40.0), (118.75, 40.02), (119.2, 40.0), None])
SKILLS = st.frozensets(st.sampled_from(["理发", "水电"]), max_size=2)
PARTS = st.sampled_from(["any", "morning", "evening"])
NEEDS = st.lists(st.tuples(SKILLS, PLACES, PARTS, st.integers(1, 2), st.integers(0, 3)), max_size=3)
OFFERS = st.lists(
    st.tuples(SKILLS, PLACES, PARTS, st.integers(1, 2), st.integers(0, 3)), max_size=3
)


def best(needs: list[Wanted], offers: list[Offered]) -> float:
    """Every way there is, unit by unit."""
    units = [need for need in needs for _n in range(need.quantity)]

    @cache
    def rest(at: int, taken: tuple[int, ...]) -> float:
        if at == len(units):
            return 0.0
        found = rest(at + 1, taken)
        for place, offer in enumerate(offers):
            if taken[place] < offer.quantity and fits(units[at], offer, LIMITS):
                more = (*taken[:place], taken[place] + 1, *taken[place + 1 :])
                found = max(found, worth(units[at], offer, taken[place]) + rest(at + 1, more))
        return found

    return rest(0, (0,) * len(offers))


@settings(max_examples=150, deadline=None)
@given(NEEDS, OFFERS)
def test_it_is_the_best_of_all_ways(many: list[Any], few: list[Any]) -> None:
    needs = [
        wanted(n, skills=s, point=p, part=t, quantity=q, waiting_days=w)
        for n, (s, p, t, q, w) in enumerate(many)
    ]
    offers = [
        offered(n, skills=s, point=p, part=t, quantity=q, load=w)
        for n, (s, p, t, q, w) in enumerate(few)
    ]
    found = match(needs, offers, LIMITS)
    assert total_worth(found, needs, offers) == pytest.approx(best(needs, offers))
    given_out: Counter[int] = Counter()
    met: Counter[int] = Counter()
    for one in found:
        assert fits(needs[one.need], offers[one.offer], LIMITS)
        given_out[one.offer] += one.quantity
        met[one.need] += one.quantity
    assert all(given_out[o.id] <= o.quantity for o in offers)
    assert all(met[n.id] <= n.quantity for n in needs)


def test_nearer_but_busier_goes_after_the_one_with_nothing_in_hand() -> None:
    near, far = offered(1, load=2), offered(2, point=(118.71, 40.0))
    (one,) = match([wanted(1)], [near, far], LIMITS)
    assert (one.offer, one.shared, one.others) == (2, True, 1)
    assert one.km == pytest.approx(distance_km((118.70, 40), (118.71, 40)))


def test_nothing_fits_or_far_too_many() -> None:
    assert match([], [], LIMITS) == []
    assert match([wanted(1, skills=frozenset({"理发"}))], [offered(1)], LIMITS) == []
    assert match([wanted(1, starts=D + timedelta(days=9), ends=D + timedelta(days=9))],
                 [offered(1)], LIMITS) == []  # fmt: skip
    with pytest.raises(TooManyUnitsError):
        match([wanted(1, quantity=7000)], [offered(n, quantity=20) for n in range(400)], LIMITS)
