"""What many want in the same second: real transactions."""

from __future__ import annotations

from functools import partial

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.offerings.models import Pledge
from gongzhi.offerings.services.take_wish import take_wish
from tests.fuzz.test_two_at_once import at_once, split
from tests.fuzz.test_two_at_once import city as city
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh

from .wishes import on_the_wall

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wish_that_six_claim_at_once_has_one_claimer(city: City) -> None:
    with clock.frozen(T0):
        order = on_the_wall(city)
        people = [city.resident(f"1990000004{n}") for n in range(6)]
        done, refused = split(
            at_once(*(partial(take_wish, actor=one, number=order.number) for one in people))
        )
    assert (len(done), len(refused)) == (1, 5)
    assert all(isinstance(one, Conflict) and "刚刚被别人认领" in str(one) for one in refused)
    assert Pledge.reached.count() == 1
    assert fresh(order).state == "wish_pledged"
