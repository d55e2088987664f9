"""A desk with people at it: orders in several states, and a browser session for each post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts import selectors as accounts_selectors
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch import routing
from gongzhi.orders.models import Category, DutyClause, Order
from gongzhi.orders.services.act import act

from ..conftest import T0, City

LAMP = "10109"  # decided by the duty list
OTHER = "10503"  # on no line of it
NOON = T0 + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """Everything here happens an hour after T0."""
    accounts_actor.forget()
    accounts_selectors.forget()
    with clock.frozen(NOON):
        yield


@pytest.fixture
def browser(db: None) -> Callable[[Actor], Client]:
    """A logged-in client for an actor."""

    def open_(actor: Actor) -> Client:
        client = Client()
        user = get_user_model().objects.get(pk=actor.user_id)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def verified(city: City, at: datetime = T0, **fields: object) -> Order:
    """An order that a grid worker verified: with LAMP the catalogue has dispatched it."""
    order = city.report(**({"category_code": LAMP, "at": at} | fields))
    act(
        actor=city.grid_worker,
        number=order.number,
        action="verify_true",
        at=at + timedelta(minutes=10),
    )
    return fresh(order)


def in_hand(city: City, at: datetime = T0, **fields: object) -> Order:
    order = verified(city, at, **fields)
    act(
        actor=city.handler(order),
        number=order.number,
        action="sign",
        at=at + timedelta(minutes=20),
    )
    return fresh(order)


def undecided(city: City, at: datetime = T0) -> Order:
    """An order that waits for a dispatcher because it was returned."""
    order = verified(city, at)
    act(
        actor=city.handler(order),
        number=order.number,
        action="return",
        payload={"reason": "灯杆属于交警大队的信号灯，不是路灯"},
        at=at + timedelta(minutes=30),
    )
    return fresh(order)


def to_dispatch(city: City, *, decided: bool = False, at: datetime = T0) -> Order:
    """An order that no line of the list decided; `decided` writes the line afterwards."""
    DutyClause.objects.filter(clause="901").delete()
    routing.forget()
    order = verified(city, at, category_code=OTHER)
    assert order.state == "to_dispatch"
    if decided:
        category = Category.objects.get(code=OTHER)
        DutyClause.objects.get_or_create(
            clause="901", defaults={"category": category, "lead": "CG", "supporting": ["HW"]}
        )
        routing.forget()
    return order
