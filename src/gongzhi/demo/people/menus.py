"""A made-up menu of the printed community (QJ-10), and a date on which its station differs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.offerings.catalogue import item_by_code, menu_settings
from gongzhi.offerings.menu import may_take
from gongzhi.offerings.reading.menu import pain_points
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.put_up_dish import Dish, put_up_dish
from gongzhi.offerings.services.take_line import take_line
from gongzhi.orders.models import Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.report import Draft
from gongzhi.venues.models import Station
from gongzhi.venues.services.set_date import set_date

_CLERKS: Final = ("community_clerk", "community_secretary")
_UNITS: Final = ("handler", "body_head")
# Name, how, working days, which need; who takes it.
_DISHES: Final = (
    ("楼道灯集中换一遍（演示）", "报到单位带灯泡上门，一个楼道一次换齐", 3, "楼道灯", "unit"),
    ("旧家具帮忙搬下楼（演示）", "约好时间，两个人帮着搬到楼下清运点", 5, "楼道堆物", "own"),
    ("陪老人学用手机（演示）", "每次一小时，教会挂号、缴费、视频通话", 7, "老人不会用手机", ""),
)


def fill_menu(
    cast: Cast, rng: Random, end: datetime, resident: Callable[[int], Actor]
) -> list[int]:
    """Three lines: a unit's, the community's own, and one that nobody took; an order of the first.

    Ids of the orders.
    """
    menu, home = menu_settings(), cast.home.community
    if menu is None or menu["process"] not in current_processes():
        return []
    clerk, made = cast.one(home.id, _CLERKS, rng), []
    handler = cast.one(cast.home.department.id, _UNITS, rng)
    unit = next(iter(may_take(handler, home.id)), None)
    _other_hours(home.id, clerk, end)
    points = pain_points(clerk, home, now=end)
    for number, (name, words, days, pain, by) in enumerate(_DISHES):
        at = end - timedelta(days=20 - number)
        point = next((one for one in points if pain in one.name), None)
        said, key = (point.name, point.key) if point else (pain, "")
        line = put_up_dish(actor=clerk, dish=Dish(home.code, name, words, days, said, key), at=at)
        if by == "own" or (by == "unit" and unit is None):
            take_line(actor=clerk, line_id=line.pk, body=home.code, at_once=3, at=at)
        elif by and unit is not None:
            take_line(actor=handler, line_id=line.pk, body=unit.code, at_once=5, at=at)
        area, item = areas.area_by_id(cast.home.team.area_id or 0), item_by_code(line.code)
        if number == 0 and area is not None and item is not None:
            draft = Draft(
                client_key=uuid.UUID(int=rng.getrandbits(128), version=4),
                text="二单元三楼到五楼的灯都不亮（演示）", area_code=area.code,
                place=f"{area.name}2号楼",
            )  # fmt: skip
            receipt = order_item(
                actor=resident(64), item=item, draft=draft, at=end - timedelta(hours=3)
            )
            made.append(Order.reached.get(number=receipt.number).pk)
    return made


def _other_hours(community_id: int, clerk: Actor, end: datetime) -> None:
    """Its first station closes for an afternoon of the week after next."""
    station = Station.objects.filter(body_id=community_id, ended_on=None).order_by("pk").first()
    day = clock.local(end).date() + timedelta(days=9)
    if station is None or not station.opens < time(12) < station.closes:
        return
    set_date(
        actor=clerk, station_id=station.pk, day=day, opens=station.opens, closes=time(12),
        why="下午消杀，演示", at=end,
    )  # fmt: skip
