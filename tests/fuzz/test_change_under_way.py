"""Two communities become one, while residents report in both and workers go on with their orders.

Real threads and connections; what a process may still write under the old boundaries just after
the change is taken along by the job of each minute, which runs here once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import User
from gongzhi.areas import selectors as areas
from gongzhi.areas.services.apply_due import take_late_comers
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderEvent, OrderMapping
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.settings import order_settings
from gongzhi.orgs import selectors as orgs
from tests.insight.changed_city import NEW, Neighbours, file_orders, merge, neighbours
from tests.orders.conftest import T0, City, forget_all
from tests.permissions.cast import photo

from .test_two_at_once import at_once, split
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)

AFTER, MOST = 4, 60  # reports after the change; at most so many in all, a thread
DONE = {"result": "10:20到场，已换新井盖，现已平稳。"}
Point = tuple[float, float]


def test_nothing_is_lost_and_everything_is_where_the_mapping_says(city: City) -> None:
    found = neighbours(city)
    both = (found.first, found.second)
    old = [order for area in (*both, found.third) for order in file_orders(city, area)]
    points = [middle(area) for area in both]
    waiting = {area.id: [city.report(resident(city), lon=lon, lat=lat) for _ in range(3)]
               for area, (lon, lat) in zip(both, points, strict=True)}  # fmt: skip
    over = threading.Event()
    results = at_once(
        *(reporting(city, point, over) for point in points),
        *(settling(worker_of(city, area), waiting[area.id]) for area in both),
        changing(found, over),
    )
    done, refused = split(results)
    assert refused == [], [str(error) for error in refused]
    reported = [order for made in done[:2] for order in made]
    assert all(len(made) >= AFTER for made in done[:2])
    forget_all()
    take_late_comers()
    forget_all()

    settled = [order for orders in waiting.values() for order in orders]
    numbers = {order.number for order in (*old, *reported, *settled)}
    rows = {order.number: order for order in Order.reached.filter(number__in=numbers)}
    assert len(rows) == len(numbers) == Order.reached.count()
    new = areas.area_by_code(NEW)
    assert new is not None
    for row in rows.values():
        where_it_belongs(row, found, new.path)
    paths = dict.fromkeys(Order.reached.values_list("area_path", flat=True))
    assert not [path for path in paths if path.startswith((found.first.path, found.second.path))]
    assert take_late_comers() == 0
    assert list(verify_chains()) == []
    for order in settled:
        assert OrderEvent.reached.filter(order=order, action="settle").count() == 1
    mapped = set(OrderMapping.objects.values_list("order_id", flat=True))
    assert {order.pk for order in settled} <= mapped, "how each was mapped is kept"


_phones = count(1)


def resident(city: City) -> Actor:
    return city.resident(f"1990002{next(_phones):04d}")


def middle(area: areas.AreaRef) -> Point:
    grid = next(leaf for leaf in areas.leaf_areas() if leaf.path.startswith(area.path))
    assert grid.centre_lon is not None
    assert grid.centre_lat is not None
    return grid.centre_lon, grid.centre_lat


def worker_of(city: City, area: areas.AreaRef) -> User:
    team = orgs.responsible_body("grid_team", area.path)
    assert team is not None
    worker = city.staff("grid_worker", team, area)
    return User.objects.get(pk=worker.user_id)


def reporting(city: City, point: Point, over: threading.Event) -> Callable[[], Any]:
    """Reports until some time after the change, each few by another resident."""

    def run() -> list[Order]:
        made: list[Order] = []
        me, after, each = resident(city), 0, order_settings().per_phone_daily
        while after < AFTER and len(made) < MOST:
            if len(made) % each == each - 1:
                me = resident(city)
            after += over.is_set()
            made.append(city.report(me, lon=point[0], lat=point[1]))
        over.wait(timeout=25)
        made += [city.report(resident(city), lon=point[0], lat=point[1]) for _ in range(AFTER)]
        return made

    return run


def settling(worker: User, orders: list[Order]) -> Callable[[], Any]:
    """One order after the other, as the worker's requests would: who acts is read each time."""

    def run() -> int:
        for order in orders:
            me = actor_of_user(worker)
            attach(actor=me, number=order.number, kind="after", blobs=[photo()])
            act(actor=me, number=order.number, action="settle", payload=DONE, at=T0)
        return len(orders)

    return run


def changing(found: Neighbours, over: threading.Event) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return merge(found, clock.today())
        finally:
            over.set()

    return run


def where_it_belongs(row: Order, found: Neighbours, joined: str) -> None:
    """By its point in today's grids; without one, in what its area of then became."""
    if row.lon is not None and row.lat is not None:
        grid = areas.locate(row.lon, row.lat)
        assert grid is not None
        assert row.area_path == grid.path, row.number
        return
    before = areas.area_by_id(row.area_then_id or 0)
    if before is not None:  # a grid, or the third community: they live on
        assert row.area_path == before.path
    else:
        assert row.area_then_id in {found.first.id, found.second.id}
        assert row.area_path == joined
