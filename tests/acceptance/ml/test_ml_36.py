"""ML-36 订单式服务: five steps, the resident's rating is the last."""

from __future__ import annotations

from tests.acceptance.cities import city as folder
from tests.acceptance.offered import kinds
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_service_order

__all__ = ["city", "qianan"]


def test_ml_36_part_order_dispatch_accept_perform_rate(city: City) -> None:
    test_service_order.test_from_the_order_to_the_rating(city)
    process = folder("mile").documents["orders/processes"]["service_order"]
    last = next(action for action in process["actions"] if action["key"] == "rate_solved")
    assert last["who"] == ["reporter"]


def test_ml_36_part_more_than_forty_items() -> None:
    assert kinds("mile")["order"] > 40
