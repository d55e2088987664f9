"""QJ-10 点单式服务: a menu of what residents often lack, from which they order."""

from __future__ import annotations

from tests.acceptance.offered import rows
from tests.offerings import test_items
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_qj_10_part_a_menu_and_an_order_from_it(city: City) -> None:
    menu = [row for row in rows("qianjiang") if row["class"] == "pain"]
    assert len(menu) == 10
    assert all(row["process"] for row in menu)
    test_items.test_ordering_keeps_the_item_once(city)
