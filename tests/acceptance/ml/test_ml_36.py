"""ML-36 订单式服务: five steps, the resident's rating is the last; at agreed hours, once or again."""

from __future__ import annotations

import pytest

from tests.acceptance.cities import city as folder
from tests.acceptance.offered import kinds
from tests.offerings import test_windows
from tests.offerings.test_windows import _times as hours
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_service_order

__all__ = ["city", "hours", "qianan"]


def test_ml_36_order_dispatch_accept_perform_rate(city: City) -> None:
    test_service_order.test_from_the_order_to_the_rating(city)
    process = folder("mile").documents["orders/processes"]["service_order"]
    last = next(action for action in process["actions"] if action["key"] == "rate_solved")
    assert last["who"] == ["reporter"]


def test_ml_36_more_than_forty_items() -> None:
    assert kinds("mile")["order"] > 40


@pytest.mark.usefixtures("hours")
def test_ml_36_a_full_window_takes_nobody_more(city: City) -> None:
    test_windows.test_a_full_window_is_refused_by_the_database(city)


@pytest.mark.usefixtures("hours")
def test_ml_36_changed_and_cancelled_by_rules(city: City) -> None:
    test_windows.test_changed_and_cancelled_until_so_many_hours_before(city)


@pytest.mark.usefixtures("hours")
def test_ml_36_recurring_orders_are_orders_of_their_own(city: City) -> None:
    test_windows.test_weekly_each_time_is_an_order_of_its_own(city)


@pytest.mark.usefixtures("hours")
def test_ml_36_by_a_grid_worker_and_by_phone(city: City) -> None:
    test_windows.test_by_a_grid_worker_and_by_phone_for_somebody(city)
