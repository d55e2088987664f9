"""Six times the orders, the same number of queries, on the main page of each front."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.insight.selectors import public
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from tests.signing_in import browser_of

from .conftest import T0, City

FEW, MANY = 10, 60
LAMP = "10109"  # decided by the duty list
NOW = T0 + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _an_hour_later(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(NOW):
        yield
    wall.forget()


class Orders:
    """More and more orders of one resident in one grid: a third waits in each of three states."""

    def __init__(self, city: City) -> None:
        self.city, self.count = city, 0
        self.resident, self.worker = city.resident(), city.grid_worker
        self.last: Order | None = None

    def up_to(self, count: int) -> None:
        while self.count < count:
            # One a day: a phone may report so many a day only.
            at = T0 - timedelta(days=MANY - self.count)
            order = self.city.report(self.resident, category_code=LAMP, public=True, at=at)
            if self.count % 3:
                act(actor=self.worker, number=order.number, action="verify_true", at=at)
                order = Order.reached.get(pk=order.pk)
            if self.count % 3 == 2:
                handler = self.city.handler(order)
                act(actor=handler, number=order.number, action="sign", at=at)
                self.last = order
            self.count += 1


def people(city: City, orders: Orders) -> dict[str, Actor | None]:
    assert orders.last is not None
    return {
        "handler": city.handler(orders.last),
        "dispatcher": city.dispatcher,
        "director": city.director,
        "commander": city.staff("commander", city.centre, areas.root_area()),
        "grid_worker": orders.worker,
        "resident": orders.resident,
        "anybody": None,
    }


PAGES = (
    ("handler", "/desk/"),
    ("handler", "/desk/?tab=in_hand"),
    ("handler", "/desk/?tab=to_sign"),
    ("handler", "/desk/orders/{number}/"),
    ("dispatcher", "/desk/all/"),
    ("director", "/desk/director/"),
    ("grid_worker", "/field/"),
    ("grid_worker", "/field/orders/"),
    ("grid_worker", "/field/grid/"),
    ("resident", "/"),
    ("resident", "/mine/"),
    ("resident", "/o/{number}/"),
    ("anybody", "/"),
    ("anybody", "/public/"),
    ("anybody", "/public/points.json"),
    ("commander", "/command/"),
    ("commander", "/command/state.json"),
    ("commander", "/command/orders?show=open"),
)


def queries(client: Client, address: str) -> list[str]:
    """What a second look costs: the first one fills what is kept in the process."""
    for _ in range(2):
        wall.forget()
        public.forget()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    return [query["sql"][:120] for query in captured]


def no_more_than(before: list[str], client: Client, address: str) -> list[str]:
    """The queries of a look that cost no more than `before`, else of the last of five.

    What is kept in the process is asked for its version every few seconds; growth stays.
    """
    found: list[str] = []
    for _ in range(5):
        found = queries(client, address)
        if len(found) <= len(before):
            break
    return found


def test_the_number_of_queries_does_not_grow(city: City) -> None:
    orders = Orders(city)
    orders.up_to(FEW)
    cast = people(city, orders)
    assert orders.last is not None
    number = orders.last.number
    clients = {role: browser_of(one) if one else Client() for role, one in cast.items()}

    few = {page: queries(clients[page[0]], page[1].format(number=number)) for page in PAGES}
    orders.up_to(MANY)
    many = {
        page: no_more_than(few[page], clients[page[0]], page[1].format(number=number))
        for page in PAGES
    }
    assert {page: sql for page, sql in many.items() if len(sql) > len(few[page])} == {}
    # A page asks a dozen things, not a hundred: nobody adds a query without seeing it here.
    assert {page: len(sql) for page, sql in many.items() if len(sql) > 30} == {}
