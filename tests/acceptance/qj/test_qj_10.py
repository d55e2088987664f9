"""QJ-10 点单式服务: a menu of what residents often lack, orders from it, the list of services."""

from __future__ import annotations

import pytest

from gongzhi.offerings.catalogue import items
from gongzhi.offerings.reading.items import desk_lines
from gongzhi.orders.services.rate import rate
from tests.acceptance.cities import city as folder
from tests.acceptance.offered import rows
from tests.offerings import test_windows
from tests.offerings.test_windows import _times as hours
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.residents import clerk, provider

__all__ = ["city", "hours", "qianan"]


def test_qj_10_a_menu_of_pain_points_from_which_one_orders() -> None:
    menu = [row for row in rows("qianjiang") if row["class"] == "pain"]
    assert len(menu) == 10
    processes = folder("qianjiang").documents["orders/processes"]
    assert all("listed_item" in processes[row["process"]]["residents"]["carries"] for row in menu)


@pytest.mark.usefixtures("hours")
def test_qj_10_an_order_is_served_rated_and_counted_in_the_list(city: City) -> None:
    order = test_windows.order(city, agreed_at=test_windows.WED.isoformat())
    step(order, clerk(city), "send_order", body=provider(city).code)
    handler = city.handler(fresh(order))
    step(order, handler, "take_order")
    step(order, handler, "serve", result="理好了，现场打扫干净。")
    done = rate(actor=city.resident(), number=order.number, solved=True, satisfaction=3, at=T0)
    assert done.state == "order_closed"
    lines, ordered, closed = desk_lines(clerk(city), items(), now=T0)
    line = next(one for one in lines if one.item.code == "D03")
    assert (line.ordered, line.closed, ordered, closed) == (1, 1, 1, 1)
