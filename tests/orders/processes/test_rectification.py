"""Rectification (QA-32, JN-05): found, mended by the body in charge, looked at again by the caller."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import PUBLIC
from gongzhi.orders.models import Attachment, Order, OrderParty
from gongzhi.orders.services.attach import attach
from gongzhi.orgs import selectors as orgs
from tests.orders.field.conftest import photo

from ..conftest import T0, City
from .conftest import fresh, payload_of, start, step


def firm(city: City) -> orgs.BodyRef:
    found = orgs.responsible_body("property", city.grid.path)
    return found or orgs.bodies_of_kind("property")[0]


@pytest.fixture
def order(city: City) -> Order:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    return start(
        city, clerk, "rectification", body=firm(city).code, weight="grave", basis="例行检查"
    )


def test_it_stands_with_the_firm_and_the_caller_is_known(city: City, order: Order) -> None:
    assert (order.state, order.phase, order.source) == ("to_rectify", "open", "desk")
    assert order.holder_body_id == order.lead_body_id == firm(city).id
    assert order.area_path == city.grid.path
    assert order.due_at is not None
    roles = OrderParty.objects.filter(order=order).values_list("role", "body_id")
    assert ("caller", city.community.id) in roles
    assert payload_of(order, "report")["weight"] == "grave"


def test_it_is_mended_looked_at_twice_and_closed(city: City, order: Order) -> None:
    handler = city.handler(order)
    with pytest.raises(Invalid):  # no photo
        step(order, handler, "say_rectified", result="杂物已清走，楼道畅通。")
    attach(actor=handler, number=order.number, kind="after", blobs=[photo()])
    said = step(
        order, handler, "say_rectified", result="杂物已清走，楼道畅通。", at=T0 + timedelta(days=1)
    )
    assert (said.state, said.on_time) == ("to_recheck", True)
    assert said.holder_body_id == city.community.id
    clerk = city.staff("community_clerk", city.community, city.community_area)
    back = step(said, clerk, "fail_recheck", reason="二楼还有", at=T0 + timedelta(days=2))
    assert (back.state, back.reworks, back.finished_at) == ("to_rectify", 1, None)
    step(back, handler, "say_rectified", result="二楼也清走了。", at=T0 + timedelta(days=3))
    done = step(back, clerk, "pass_recheck", at=T0 + timedelta(days=3, hours=1))
    assert (done.state, done.phase) == ("rectified", "closed")


def test_an_objection_is_ruled_by_the_street(city: City, order: Order) -> None:
    asked = step(order, city.handler(order), "object_rectification", reason="不归我们管")
    assert asked.state == "rectify_ruling"
    assert asked.holder_body_id == city.street.id
    step(asked, city.director, "uphold_rectification", reason="合同里写明由物业清理")
    assert fresh(order).state == "to_rectify"


def test_only_the_caller_judges_and_only_posts_of_the_profile_start(
    city: City, order: Order
) -> None:
    with pytest.raises(Denied):
        step(order, city.director, "say_rectified", result="已经清走，楼道畅通。")
    before = Order.reached.count()
    for actor in (city.grid_worker, city.handler(order), PUBLIC):
        with pytest.raises(Denied):
            start(city, actor, "rectification", body=firm(city).code, weight="slight")
    assert Order.reached.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weight": ""}, "weight"),
        ({"weight": "terrible"}, "weight"),
        ({"text": " "}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"basis": "长" * 201}, "basis"),
        ({"basis": "\x00"}, "basis"),
        ({"body": ""}, "body"),
        ({"body": "nobody"}, "body"),
        ({"lon": 0.0, "lat": 0.0}, "place"),
    ],
)
def test_bad_input_names_its_field_and_writes_nothing(
    city: City, wrong: dict[str, object], field: str
) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    right = {"body": firm(city).code, "weight": "slight"}
    before = Order.reached.count(), Attachment.reached.count()
    with pytest.raises(Invalid) as refused:
        start(city, clerk, "rectification", **(right | wrong))
    assert refused.value.field == field
    assert (Order.reached.count(), Attachment.reached.count()) == before


def test_a_community_is_no_choice(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    with pytest.raises(Invalid):
        start(city, clerk, "rectification", body=city.community.code, weight="slight")


def test_the_same_key_gives_the_first_order(city: City, order: Order) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    values = {"body": firm(city).code, "weight": "slight", "client_key": order.client_key}
    with pytest.raises(Denied):  # somebody else's key
        start(city, clerk, "rectification", **values)


def test_a_place_outside_the_post_is_refused(city: City) -> None:
    other = next(
        c for c in orgs.bodies_of_kind("community") if c.id != city.community.id and c.area_id
    )
    from gongzhi.areas import selectors as areas

    area = areas.area_by_id(other.area_id or 0)
    clerk = city.staff("community_clerk", other, area)
    with pytest.raises(Denied):
        start(city, clerk, "rectification", body=firm(city).code, weight="slight")
