"""JN-17 社区规模调整: communities split and merge from a day on, with whatever belongs to them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import Posting, User
from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.apply_due import apply_due, take_late_comers
from gongzhi.areas.services.plan_change import plan_change
from gongzhi.kernel import clock
from gongzhi.orders.models import Order, OrderMapping
from gongzhi.orders.services.act import act
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, BodyArea
from tests.insight.changed_city import BOSS, NEW, Neighbours, file_orders, merge, neighbours
from tests.orders.conftest import City


def clerk_of(area: areas.AreaRef) -> User:
    """The clerk of a community, posted for its area."""
    body = orgs.responsible_body("community", area.path)
    assert body is not None
    user = User.objects.create(username=f"clerk-{area.code}", name="社区文员")
    Posting.objects.create(
        user=user, role="community_clerk", body_id=body.id, area_id=area.id,
        valid=DateRange(date(2020, 1, 1), None),
    )  # fmt: skip
    return user


def closed(city: City, order: Order) -> Order:
    act(actor=city.dispatcher, number=order.number, action="void", payload={"reason": "重复"})
    return Order.reached.get(pk=order.pk)


@pytest.fixture
def merged(city: City) -> tuple[Neighbours, list[Order], User, User]:
    found = neighbours(city)
    orders = file_orders(city, found.first) + file_orders(city, found.second)
    Order.reached.filter(pk=orders[0].pk).update(phase="closed")  # an old matter
    clerks = clerk_of(found.first), clerk_of(found.second)
    merge(found, clock.today())
    return found, orders, *clerks


def test_jn_17_the_successors_clerk_sees_open_and_old_orders(
    merged: tuple[Neighbours, list[Order], User, User],
) -> None:
    found, orders, first, second = merged
    inside = [o for o in orders if o.area_path.startswith((found.first.path, found.second.path))]
    assert len(inside) >= 8
    for user in (first, second):
        actor = actor_of_user(user)
        seen = set(Order.objects.visible_to(actor).values_list("pk", flat=True))
        assert {order.pk for order in inside} <= seen
        client = Client()
        client.force_login(user)
        for order in inside[:3]:
            assert client.get(f"/desk/orders/{order.number}/").status_code == 200


def test_jn_17_the_same_minute_in_a_session_already_open(city: City) -> None:
    found = neighbours(city)
    [order, *_more] = file_orders(city, found.first)
    client = Client()
    client.force_login(clerk_of(found.second))
    assert client.get(f"/desk/orders/{order.number}/").status_code == 404
    merge(found, clock.today())
    assert client.get(f"/desk/orders/{order.number}/").status_code == 200


def test_jn_17_bodies_and_services_follow(city: City) -> None:
    found = neighbours(city)
    firm = orgs.bodies_of_kind("property")[0]
    for area in (found.first, found.second):
        BodyArea.objects.create(body_id=firm.id, area_id=area.id)
    bodies = set(
        Body.objects.filter(area_id__in=(found.first.id, found.second.id)).values_list(
            "pk", flat=True
        )
    )
    assert bodies
    merge(found, clock.today())
    new = areas.area_by_code(NEW)
    assert new is not None
    assert set(Body.objects.filter(area_id=new.id).values_list("pk", flat=True)) == bodies
    assert BodyArea.objects.filter(body_id=firm.id, area_id=new.id).count() == 1
    answers = orgs.responsible_body("community", new.path)
    assert answers is not None
    assert answers.id in bodies


def test_jn_17_each_order_says_how_it_was_mapped(
    merged: tuple[Neighbours, list[Order], User, User],
) -> None:
    found, orders, *_clerks = merged
    new = areas.area_by_code(NEW)
    assert new is not None
    for order in orders:
        row = OrderMapping.objects.filter(order_id=order.pk).first()
        now = Order.reached.get(pk=order.pk)
        assert now.area_then_id == order.area_then_id  # frozen
        if row is None:
            assert now.area_path == order.area_path  # it lay outside of both
            continue
        assert (row.from_path, row.to_path) == (order.area_path, now.area_path)
        assert now.area_path.startswith(new.path)
        direct = order.area_path in {found.first.path, found.second.path}
        assert row.how == ("single" if direct else "tree")


def test_jn_17_the_preview_counts_what_then_moves(city: City) -> None:
    found = neighbours(city)
    orders = file_orders(city, found.first) + file_orders(city, found.second)
    Order.reached.filter(pk=orders[0].pk).update(phase="closed")
    clerk_of(found.first)
    asked = Asked(
        "merge", clock.today(), (found.first.id, found.second.id), (Part(NEW, "合并社区"),)
    )
    preview = plan_change(actor=BOSS, asked=asked)
    counts = {line.label: line.count for line in preview.moved}
    assert not BoundaryChange.objects.exists()
    make_change(actor=BOSS, asked=asked)
    assert counts["在办工单"] + counts["已办结工单"] == OrderMapping.objects.count()
    assert counts["已办结工单"] == 1
    new = areas.area_by_code(NEW)
    assert new is not None
    assert counts["单位"] == Body.objects.filter(area_id=new.id).count()
    assert counts["人员岗位"] == Posting.objects.filter(area_id=new.id).count() == 1


def test_jn_17_a_resizing_to_come_moves_nobody_before_its_day(city: City) -> None:
    found = neighbours(city)
    [order, *_more] = file_orders(city, found.first)
    user = clerk_of(found.second)
    day = clock.today() + timedelta(days=2)
    merge(found, day)
    assert not Order.objects.visible_to(actor_of_user(user)).filter(pk=order.pk).exists()
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert apply_due() == 1
        assert Order.objects.visible_to(actor_of_user(user)).filter(pk=order.pk).exists()


def test_jn_17_a_report_written_with_the_old_path_follows(city: City) -> None:
    found = neighbours(city)
    [late, *_more] = file_orders(city, found.first)
    old = late.area_path
    merge(found, clock.today())
    assert OrderMapping.objects.filter(order_id=late.pk).exists()
    # Another process did not know yet: it wrote the path as it was.
    stray = city.report(city.resident("19900029999"))
    Order.reached.filter(pk=stray.pk).update(area_path=old)
    assert take_late_comers() == 1
    new = areas.area_by_code(NEW)
    assert new is not None
    assert Order.reached.get(pk=stray.pk).area_path.startswith(new.path)
    assert take_late_comers() == 0
