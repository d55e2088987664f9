"""What many want in the same second: real transactions."""

from __future__ import annotations

import uuid
from datetime import time
from functools import partial

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.offerings import catalogue
from gongzhi.offerings.models import Pledge, Window, WindowPlace
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.put_up_dish import Dish, put_up_dish
from gongzhi.offerings.services.save_times import add_times
from gongzhi.offerings.services.take_line import take_line
from gongzhi.offerings.services.take_wish import take_wish
from gongzhi.orders.models import Order
from gongzhi.orders.services.report import Draft
from tests.fuzz.test_two_at_once import at_once, split
from tests.fuzz.test_two_at_once import city as city
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh
from tests.orders.processes.residents import clerk

from .test_items import item
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


def test_a_window_for_three_takes_three_of_eight_at_once(city: City) -> None:
    catalogue.forget()
    with clock.frozen(T0):
        add_times(
            actor=clerk(city), item=item("D03"), body=city.community.code, weekdays=[2],
            starts=time(9), ends=time(11), capacity=3,
        )  # fmt: skip
        drafts = [
            Draft(client_key=uuid.uuid4(), text="理发", area_code=city.grid.code,
                  fields={"agreed_at": "2026-11-18T09:00"})
            for _n in range(8)
        ]  # fmt: skip
        people = [city.resident(f"1990000005{n}") for n in range(8)]
        done, refused = split(
            at_once(*(
                partial(order_item, actor=one, item=item("D03"), draft=draft)
                for one, draft in zip(people, drafts, strict=True)
            ))
        )  # fmt: skip
    assert (len(done), len(refused)) == (3, 5)
    assert all(isinstance(one, Conflict) and "约满" in str(one) for one in refused)
    assert (Window.objects.get().taken, WindowPlace.objects.count()) == (3, 3)
    assert Order.reached.count() == 3


def test_a_line_of_a_menu_that_is_served_once_at_a_time_is_ordered_once(city: City) -> None:
    catalogue.forget()
    with clock.frozen(T0):
        dish = Dish(city.community.code, "磨剪子", "当场磨好", 3, "磨刀没处去")
        line = put_up_dish(actor=clerk(city), dish=dish)
        take_line(actor=clerk(city), line_id=line.pk, body=city.community.code, at_once=1)
        drafts = [
            Draft(client_key=uuid.uuid4(), text="磨剪子", area_code=city.grid.code)
            for _n in range(5)
        ]
        people = [city.resident(f"1990000006{n}") for n in range(5)]
        done, refused = split(
            at_once(*(
                partial(order_item, actor=one, item=item(line.code), draft=draft)
                for one, draft in zip(people, drafts, strict=True)
            ))
        )  # fmt: skip
    assert (len(done), len(refused)) == (1, 4)
    assert all(isinstance(one, Conflict) for one in refused)
    assert Order.reached.filter(text="磨剪子").count() == 1
