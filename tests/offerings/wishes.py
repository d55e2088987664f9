"""A wish that stands on the wall, and the people around it."""

from __future__ import annotations

from typing import Any

from gongzhi.orders.models import Order
from tests.orders.conftest import City
from tests.orders.processes.conftest import step
from tests.orders.processes.residents import clerk, ordered, provider

WISHER, NEIGHBOUR, OTHER = "19900000031", "19900000032", "19900000033"
CHECKED = "一个孩子想要一套画笔"


def made(city: City, phone: str = WISHER, text: str = "想要一套画笔") -> Order:
    return ordered(city, "wish", city.resident(phone), text=text, wish_kind="thing")


def publish(city: City, order: Order, **values: Any) -> Order:
    given = {"checked_words": CHECKED, "nobody_in_it": True, "bodies": [provider(city).code]}
    return step(order, clerk(city), "publish_wish", **(given | values))


def on_the_wall(city: City, phone: str = WISHER) -> Order:
    return publish(city, made(city, phone))
