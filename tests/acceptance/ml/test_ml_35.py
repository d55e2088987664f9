"""ML-35 一站式服务: an item with its handling steps, and the catalogue."""

from __future__ import annotations

from tests.acceptance.cities import city as folder
from tests.acceptance.offered import kinds
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_errand

__all__ = ["city", "qianan"]


def test_ml_35_part_an_item_with_papers_steps_and_result(city: City) -> None:
    test_errand.test_papers_an_agent_and_the_result(city)
    errand = folder("mile").documents["orders/processes"]["errand"]
    items = next(field for field in errand["fields"] if field["key"] == "item")
    assert {"pension", "permit"} <= {option["key"] for option in items["options"]}


def test_ml_35_part_more_than_fifty_items() -> None:
    assert kinds("mile")["one_stop"] > 50
