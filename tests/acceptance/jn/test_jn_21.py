"""JN-21 一窗受理: any clerk takes any item, and it goes on to whoever answers behind the window."""

from __future__ import annotations

from tests.offerings import test_items
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_jn_21_one_window_any_clerk_any_item(city: City) -> None:
    test_items.test_any_clerk_takes_any_item_and_strangers_none(city)
