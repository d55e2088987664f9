"""QA-13 一站式服务大厅: an item with its time limit, taken at the window, the catalogue, the queue."""

from __future__ import annotations

from gongzhi.orders.models import OrderClock
from tests.acceptance.offered import rows
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.conftest import start
from tests.orders.processes.residents import clerk
from tests.venues import test_hall
from tests.venues.conftest import Place, place

__all__ = ["city", "place", "qianan"]


def test_qa_13_an_item_at_the_window_has_its_limit(city: City) -> None:
    order = start(
        city, clerk(city), "errand", source="window", phone="19900000051", item="allowance"
    )
    assert (order.source, order.state) == ("window", "errand_asked")
    clock = OrderClock.objects.get(order=order)
    assert (clock.stage, clock.amount, clock.unit) == ("errand_check", 1, "working_day")
    assert order.promised_at is not None


def test_qa_13_six_classes_and_48_items() -> None:
    items = [row for row in rows("qianan") if row["kind"] == "one_stop"]
    assert (len({row["class"] for row in items}), len(items)) == (6, 48)
    assert all(row["basis"] and row["standard"] and row["steps"] for row in items)


def test_qa_13_hall_queue_and_count_of_visits(place: Place) -> None:
    test_hall.test_numbers_are_given_and_called_in_order(place)


def test_qa_13_a_number_booked_ahead_and_the_screen(place: Place) -> None:
    test_hall.test_booked_ahead_goes_first_when_its_time_has_come(place)


def test_qa_13_tablet_desk_and_screen(place: Place) -> None:
    test_hall.test_the_pages(place)
