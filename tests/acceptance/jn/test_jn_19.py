"""JN-19 便民服务标准化: items with steps, standard and a channel of one's own; no machine is attached."""

from __future__ import annotations

from tests.acceptance.offered import rows
from tests.orders.conftest import city, qianan
from tests.venues import test_hall
from tests.venues.conftest import Place, place

__all__ = ["city", "place", "qianan"]


def test_jn_19_part_items_with_steps_standard_and_self_service() -> None:
    items = [row for row in rows("jinan") if row["kind"] == "one_stop"]
    assert all(row["steps"] and row["standard"] and row["basis"] for row in items)
    assert {row["channel"] for row in items} == {"window", "self", "errand"}
    assert "自助机打印参保证明" in {row["name"] for row in items}


def test_jn_19_part_a_tablet_in_the_hall_gives_numbers(place: Place) -> None:
    test_hall.test_the_pages(place)
