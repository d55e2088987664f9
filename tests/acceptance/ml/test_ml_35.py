"""ML-35 一站式服务: items with their handling steps; what the city's system does goes there."""

from __future__ import annotations

from gongzhi.offerings import catalogue
from tests.acceptance.cities import city as folder
from tests.acceptance.offered import kinds, rows
from tests.offerings import test_hand_over
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_errand

__all__ = ["city", "qianan"]


def test_ml_35_an_item_with_papers_steps_and_result(city: City) -> None:
    test_errand.test_papers_an_agent_and_the_result(city)
    errand = folder("mile").documents["orders/processes"]["errand"]
    items = next(field for field in errand["fields"] if field["key"] == "item")
    assert {"pension", "permit"} <= {option["key"] for option in items["options"]}


def test_ml_35_more_than_fifty_items_each_with_steps() -> None:
    assert kinds("mile")["one_stop"] > 50
    assert all(row["steps"] for row in rows("mile") if row["kind"] == "one_stop")


def test_ml_35_what_the_citys_system_does_is_handed_over_not_entered_twice(city: City) -> None:
    catalogue.forget()
    there = set(folder("mile").documents["offerings/lists"]["handed_over"])
    assert there <= {row["code"] for row in rows("mile")}
    test_hand_over.test_it_goes_over_with_its_number_and_its_state_is_kept(city)


def test_ml_35_a_dead_adapter_leaves_the_order_waiting(city: City) -> None:
    catalogue.forget()
    test_hand_over.test_a_dead_adapter_leaves_the_order_waiting_and_says_so(city)
