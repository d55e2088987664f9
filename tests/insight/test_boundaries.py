"""Figures under the boundaries of then and of now reconcile exactly, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from shapely.geometry import shape as to_shape

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.plan_change import plan_change
from gongzhi.insight.figures import by_body, by_child, by_class, by_day, changes, rollup, tally
from gongzhi.insight.figures.tally import Tally, total
from gongzhi.insight.models import FigureDay
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order, OrderMapping
from tests.orders.conftest import T0, City

from .changed_city import BOSS, DAY, NEW, SPAN, Neighbours, file_orders, merge, neighbours

THEN = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def three_days_later() -> Iterator[None]:
    with clock.frozen(T0 + timedelta(days=3)):
        yield


@pytest.fixture(autouse=True)
def as_if_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test is one transaction, in which everything would count as still running."""
    real = changes.current_mark
    monkeypatch.setattr(changes, "current_mark", lambda: replace(real(), running=2**62))


@pytest.fixture
def found(city: City) -> Neighbours:
    one = neighbours(city)
    for area in (one.first, one.second, one.third):
        file_orders(city, area)
    city.report(lon=0.5, lat=0.5, at=T0)  # outside of everything
    return one


def children(path: str, **more: object) -> dict[int, Tally]:
    return by_child(actor=SYSTEM, area_path=path, span=SPAN, **more)  # type: ignore[arg-type]


def whole(path: str, **more: object) -> Tally:
    return tally(actor=SYSTEM, area_path=path, span=SPAN, **more)  # type: ignore[arg-type]


def parts(path: str, **more: object) -> tuple[object, ...]:
    same = {"actor": SYSTEM, "area_path": path, "span": SPAN, **more}
    return by_day(**same), by_body(**same), by_class(**same)  # type: ignore[arg-type]


@pytest.mark.parametrize("rolled", [False, True])
def test_a_merger_reconciles_both_ways(found: Neighbours, rolled: bool) -> None:
    if rolled:
        rollup.refresh()
    street = found.street.path
    before, before_parts = children(street), parts(found.first.path)
    merge(found, clock.today())
    new = areas.area_by_code(NEW)
    assert new is not None
    if rolled:
        assert not FigureDay.objects.filter(day=DAY).exists()  # opened again
        rollup.refresh()
    # Forward: the new one has what both had, the third is as it was, nothing is lost.
    now = children(street)
    assert now[new.id] == before[found.first.id] + before[found.second.id]
    assert now[found.third.id] == before[found.third.id]
    assert total(now.values()) == total(before.values())
    # Back: under the boundaries of then all is exactly as it was.
    assert children(street, boundaries=THEN) == before
    assert parts(found.first.path, boundaries=THEN) == before_parts
    assert whole(street, boundaries=THEN) == whole(street)
    # What was reported since goes back by its point, or to the residual.
    file_orders(found.city, new, at=T0 + timedelta(days=1))
    now, then = children(street), children(street, boundaries=THEN)
    assert now[new.id] == then[found.first.id] + then[found.second.id]
    assert total(now.values()) == total(then.values())
    assert now[new.id].reported >= 4 + before[found.first.id].reported


def test_an_order_without_a_point_returns_to_the_residual(found: Neighbours) -> None:
    street = found.street.path
    merge(found, clock.today(), residual_back=found.second.id)
    before = children(street, boundaries=THEN)
    new = areas.area_by_code(NEW)
    assert new is not None
    order = found.city.report(lon=None, lat=None, at=T0)
    Order.reached.filter(pk=order.pk).update(area_path=new.path, outside=False)
    after = children(street, boundaries=THEN)
    assert after[found.second.id].reported == before[found.second.id].reported + 1
    assert after[found.first.id] == before[found.first.id]


def test_a_split_reconciles_both_ways(found: Neighbours) -> None:
    grid = next(leaf for leaf in areas.leaf_areas() if leaf.path.startswith(found.first.path))
    shape = to_shape(grid.shape or {})
    west, south, _east, north = shape.bounds
    middle = shape.centroid.x
    line = shapely.LineString([(middle, south - 1), (middle, north + 1)])
    on_edge = shapely.intersection(shape, line).centroid
    found.city.report(lon=on_edge.x, lat=on_edge.y, at=T0)
    found.city.report(lon=(west + middle) / 2, lat=shape.centroid.y, at=T0)
    before = children(found.first.path)
    parts = (Part("220723001991", "西半"), Part("220723001992", "东半"))
    asked = Asked("split", clock.today(), (grid.id,), parts, line=line, residual=1)
    preview = plan_change(actor=BOSS, asked=asked)
    make_change(actor=BOSS, asked=asked)
    now = children(found.first.path)
    halves = [areas.area_by_code(code) for code in ("220723001991", "220723001992")]
    assert total(now[half.id] for half in halves if half) == before[grid.id]
    assert all(now[half.id].reported > 0 for half in halves if half)
    assert children(found.first.path, boundaries=THEN) == before
    # The preview said so beforehand, to the order.
    assert sum(m.count for m in preview.moved if m.label in {"在办工单", "已办结工单"}) == (
        before[grid.id].reported
    )
    kept = OrderMapping.objects.values_list("how", flat=True)
    assert {"point", "residual"} <= set(kept)
    assert len(kept) == before[grid.id].reported


def test_chained_changes_reconcile_on_every_day(found: Neighbours) -> None:
    street = found.street
    original = children(street.path)
    merge(found, DAY + timedelta(days=2))
    joined = areas.area_by_code(NEW)
    assert joined is not None
    middle = children(street.path)
    asked = Asked(
        "merge", clock.today(), (joined.id, found.third.id), (Part("220723001902", "大社区"),)
    )
    make_change(actor=BOSS, asked=asked)
    file_orders(found.city, areas.area_by_code("220723001902"), at=T0)  # type: ignore[arg-type]
    ends = children(street.path)
    for day in (DAY, DAY + timedelta(days=2)):
        assert total(children(street.path, boundaries=day).values()) == total(ends.values())
    late = children(street.path, boundaries=DAY + timedelta(days=2))
    first = children(street.path, boundaries=DAY)
    assert late[joined.id] == first[found.first.id] + first[found.second.id]
    assert set(late) == set(middle)
    assert set(first) == set(original)


def test_a_move_to_another_street_reconciles(found: Neighbours) -> None:
    street = found.street
    other = next(a for a in areas.current_areas() if a.level == 1 and a.id != street.id)
    root = areas.root_area()
    assert root is not None
    before = children(root.path)
    moved = whole(found.first.path)
    assert moved.reported >= 4
    make_change(
        actor=BOSS,
        asked=Asked("move", clock.today(), (found.first.id,), parent_id=other.id),
    )
    now = children(root.path)
    assert now[other.id] == before[other.id] + moved
    assert now[street.id] == before[street.id] - moved
    assert children(root.path, boundaries=THEN) == before
    assert whole(root.path) == total(before.values()) + Tally(reported=1)  # the one outside


def test_today_has_no_then(found: Neighbours) -> None:
    merge(found, clock.today())
    assert children(found.street.path, boundaries=clock.today()) == children(found.street.path)
