"""Two neighbouring communities of one street, with orders of every kind in and around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.services.apply_change import make_change
from gongzhi.insight.figures.window import Span
from gongzhi.kernel.scope import Actor, Posting
from gongzhi.orders.models import Order
from tests.orders.conftest import T0, City

BOSS = Actor("staff", user_id=1, name="系统管理员", postings=(Posting(1, "sysadmin"),))
DAY = date(2026, 11, 17)
SPAN = Span(DAY - timedelta(days=1), DAY + timedelta(days=2))
NEW = "220723001901"


@dataclass
class Neighbours:
    """`first` and `second` are to become one; `third` stays."""

    city: City
    first: areas.AreaRef
    second: areas.AreaRef
    third: areas.AreaRef

    @property
    def street(self) -> areas.AreaRef:
        return areas.area_by_id(self.first.parent_id or 0) or self.first


def neighbours(city: City) -> Neighbours:
    by_street = Counter(a.parent_id for a in areas.current_areas() if a.level == 2)
    street = next(i for i, n in by_street.most_common() if n >= 3)
    first, second, third = areas.children(street)[:3]
    return Neighbours(city, first, second, third)


def edge_point(area: areas.AreaRef) -> tuple[float, float]:
    """A corner of the outline: it lies on an edge."""
    assert area.shape is not None
    ring = area.shape["coordinates"][0]
    while not isinstance(ring[0][0], float):
        ring = ring[0]
    lon, lat = ring[0]
    return lon, lat


_phones = count(1)


def file_orders(city: City, area: areas.AreaRef, at: datetime = T0) -> list[Order]:
    """In a grid's middle, on its edge, and in it by choice of a clerk, without a point.

    An order on an edge may belong to the neighbour: there the lowest code holds.
    """
    me = city.resident(f"1990001{next(_phones):04d}")
    grids = [leaf for leaf in areas.leaf_areas() if leaf.path.startswith(area.path)][:2]
    made = []
    for grid in grids:
        made.append(city.report(me, lon=grid.centre_lon, lat=grid.centre_lat, at=at))
        lon, lat = edge_point(grid)
        made.append(city.report(me, lon=lon, lat=lat, at=at))
    for path in (area.path, grids[0].path):  # as a clerk enters them, by name alone
        order = city.report(me, lon=None, lat=None, at=at)
        Order.reached.filter(pk=order.pk).update(
            area_path=path, area_then_id=int(path.rstrip(".").rsplit(".", 1)[-1]), outside=False
        )
        made.append(Order.reached.get(pk=order.pk))
    return made


def merge(found: Neighbours, day: date, **more: object) -> BoundaryChange:
    values = {
        "parts": (Part(NEW, "合并社区", "Joined"),),
        "areas": (found.first.id, found.second.id),
    } | more
    return make_change(actor=BOSS, asked=Asked("merge", day, **values))  # type: ignore[arg-type]
