"""QA-13 一站式服务大厅: an item with its time limit, taken at the window, and the catalogue; no queue yet."""

from __future__ import annotations

from gongzhi.orders.models import OrderClock
from tests.acceptance.offered import rows
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.conftest import start
from tests.orders.processes.residents import clerk

__all__ = ["city", "qianan"]


def test_qa_13_part_an_item_at_the_window_has_its_limit(city: City) -> None:
    order = start(
        city, clerk(city), "errand", source="window", phone="19900000051", item="allowance"
    )
    assert (order.source, order.state) == ("window", "errand_asked")
    clock = OrderClock.objects.get(order=order)
    assert (clock.stage, clock.amount, clock.unit) == ("errand_check", 1, "working_day")
    assert order.promised_at is not None


def test_qa_13_part_six_classes_and_48_items() -> None:
    items = [row for row in rows("qianan") if row["kind"] == "one_stop"]
    assert (len({row["class"] for row in items}), len(items)) == (6, 48)
    assert all(row["basis"] and row["standard"] and row["steps"] for row in items)
