"""QJ-10 点单式服务: a menu of what residents often lack, orders from it, the list of services."""

from __future__ import annotations

import pytest

from gongzhi.offerings import catalogue
from gongzhi.offerings.catalogue import items
from gongzhi.offerings.reading.items import desk_lines
from gongzhi.offerings.services.put_up_dish import Dish, put_up_dish
from gongzhi.offerings.services.record_entry import record_entry
from gongzhi.offerings.services.take_line import take_line
from gongzhi.orders.services.rate import rate
from tests.acceptance.cities import city as folder
from tests.acceptance.offered import rows
from tests.offerings import test_menu, test_windows
from tests.offerings.test_lists import written
from tests.offerings.test_menu import order as order_line
from tests.offerings.test_menu import page_of, unit_of
from tests.offerings.test_windows import _times as hours
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.residents import clerk, provider
from tests.signing_in import browser_of

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


def test_qj_10_the_clerk_draws_up_the_menu_of_pain_points_and_units_take_it(city: City) -> None:
    """Orders, visits' needs and unmet needs → menu → a unit takes → order → served → the list."""
    catalogue.forget()
    record_entry(actor=clerk(city), written=written(city))
    for _n in range(2):
        city.report(category_code="10101")
    points = page_of(city).points
    heard = {point.key: (point.orders, point.visits, point.needs) for point in points}
    assert heard == {"cat:10101": (2, 0, 0), "class:care": (0, 0, 1)}
    assert points[0].key == "cat:10101"  # said most often stands first
    dish = Dish(
        city.community.code, "陪老人剪头发", "上门，自带工具", 3, points[1].name, "class:care"
    )
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=5)
    order = order_line(city, line)
    step(order, clerk(city), "send_order", body=unit.code)
    step(order, head, "take_order")
    step(fresh(order), head, "serve", result="剪好了，老人高兴。")
    rate(actor=city.resident(), number=order.number, solved=True, satisfaction=3)
    page = page_of(city)
    row = page.rows[0]
    assert (row.taker, row.ordered, row.closed, row.solved, row.rated) == (
        unit.label(), 1, 1, 1, 1,
    )  # fmt: skip
    assert next(one for one in page.points if one.key == "class:care").answered == 1
    for actor in (clerk(city), head):  # both read the same list of services
        assert "陪老人剪头发" in browser_of(actor).get("/desk/menu/").content.decode()


def test_qj_10_a_line_comes_back_when_its_unit_leaves(city: City) -> None:
    catalogue.forget()
    test_menu.test_a_line_comes_back_when_its_units_checkin_ends(city)


def test_qj_10_what_is_on_the_menu_comes_again_and_again(city: City) -> None:
    catalogue.forget()
    test_menu.test_a_line_is_ordered_again_and_again(city)
