"""The three rates: counted from orders, weighed by the profile, the same at every look."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.areas import selectors as areas
from gongzhi.insight.figures.closed import closed_orders
from gongzhi.insight.figures.rates import (
    CONDITIONS,
    Counts,
    Weights,
    cut,
    orders_behind,
    score,
)
from gongzhi.insight.figures.window import Span
from gongzhi.insight.selectors.rates import rates_page, weights
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import T0, City

TODAY = Span((T0 + timedelta(hours=8)).date(), (T0 + timedelta(hours=8)).date())
pairs = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def closed(city: City, *, signed_after: int, satisfaction: int, solved: bool = True) -> Order:
    """One order through to its reporter's word; `signed_after` minutes after the dispatch."""
    order = city.report()
    number, at = order.number, T0 + timedelta(minutes=5)
    act(actor=city.grid_worker, number=number, action="verify_true", at=at)
    order = Order.reached.get(pk=order.pk)
    handler, at = city.handler(order), at + timedelta(minutes=signed_after)
    act(actor=handler, number=number, action="sign", at=at)
    act(actor=handler, number=number, action="finish", at=at,
        payload={"result": "10:20到场，已换新井盖，现已平稳。"})  # fmt: skip
    act(actor=city.grid_worker, number=number, action="check_pass", at=at)
    if solved:
        rate(actor=city.resident(), number=number, solved=True, satisfaction=satisfaction, at=at)
    return Order.reached.get(pk=order.pk)


def test_they_are_counted_and_lead_to_their_orders(city: City) -> None:
    first = closed(city, signed_after=10, satisfaction=3)
    closed(city, signed_after=300, satisfaction=1)
    closed(city, signed_after=10, satisfaction=3, solved=False)  # waits for its reporter
    officer, root = city.duty_officer, areas.root_area()
    assert root is not None
    with clock.frozen(T0 + timedelta(hours=7)):
        below = list(areas.children(root.id))
        counted = cut(closed_orders(actor=officer, area=root, below=below, span=TODAY))
        total = counted.total
        assert total == Counts(response=(1, 2), solved=(2, 2), satisfied=(1, 2))
        assert counted.bodies == {first.lead_body_id: total}
        inner = counted.below
        assert sum(inner.values(), Counts()) == total == inner[city.street_area.id]
        for (name, side), _condition in CONDITIONS.items():
            part, whole = getattr(total, name)
            for body_id in (None, first.lead_body_id):
                listed = orders_behind(
                    actor=officer, area=root, span=TODAY, rate=name, side=side, body_id=body_id
                )
                assert listed.count() == (part if side == "part" else whole), (name, side)
        page = rates_page(actor=officer, area=root, span=TODAY)
        assert page.whole.score is None  # two are too few
        again = rates_page(actor=officer, area=root, span=TODAY)
        assert again == page


def test_a_stranger_sees_none(city: City) -> None:
    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id and b.area_id)
    stranger = city.staff("street_director", other, areas.area_by_id(other.area_id or 0))
    with pytest.raises(NotFound):
        closed_orders(actor=stranger, area=city.street_area, below=[], span=TODAY)
    with pytest.raises(NotFound):
        orders_behind(
            actor=stranger, area=city.street_area, span=TODAY, rate="solved", side="part",
            body_id=None,
        )  # fmt: skip


def test_the_weights_are_the_profile_s(city: City) -> None:
    assert weights() == Weights(response=20, solved=50, satisfied=30, least=10)


def test_a_score_is_exact() -> None:
    chosen = Weights(20, 50, 30, least=10)
    counts = Counts(response=(9, 10), solved=(10, 12), satisfied=(10, 15))
    assert score(counts, chosen) == Decimal("79.7")  # 18 + 41.666… + 20
    assert score(Counts(response=(9, 9), solved=(10, 12), satisfied=(1, 10)), chosen) is None
    assert score(Counts(), chosen) is None


@given(response=pairs, solved=pairs, satisfied=pairs)
def test_a_score_lies_within_bounds_and_is_all_at_the_ends(
    response: tuple[int, int], solved: tuple[int, int], satisfied: tuple[int, int]
) -> None:
    counts = Counts(response=response, solved=solved, satisfied=satisfied)
    found = score(counts, Weights(20, 50, 30, least=1))
    if min(whole for _part, whole in (response, solved, satisfied)) == 0:
        assert found is None
        return
    assert found is not None
    assert 0 <= found <= 100
    if all(part == whole for part, whole in (response, solved, satisfied)):
        assert found == 100
