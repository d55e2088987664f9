"""A wish (QA-11): checked, published without anybody in it, claimed, fulfilled, confirmed, thanked."""

from __future__ import annotations

import pytest

from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.offerings.reading.wishes import shown
from gongzhi.orders.engine.policies import contact_refusal
from gongzhi.orders.models import Order, OrderEvent, OrderParty
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orders.services.rate import rate

from ..conftest import T0, City
from .conftest import fresh, payload_of, step
from .residents import clerk, ordered, provider

SAID = "张小明，育才小学三年级，白血病，想要一套画笔"
CHECKED = "一个孩子想要一套画笔"


def made(city: City) -> Order:
    return ordered(
        city, "wish", city.resident("19900000031"), text=SAID, wish_kind="thing",
        place="3号楼2单元501室",
    )  # fmt: skip


def publish(city: City, order: Order, **values: object) -> Order:
    given = {"checked_words": CHECKED, "nobody_in_it": True, "bodies": [provider(city).code]}
    return step(order, clerk(city), "publish_wish", **(given | values))


def test_from_the_wish_to_the_thanks(city: City) -> None:
    order = made(city)
    assert (order.state, order.place, order.lon, order.hide_name) == ("wish_made", "", None, True)
    assert order.area_path == city.community_area.path  # not the building
    assert shown() == []
    publish(city, order)
    assert [(w.words, w.open, w.by) for w in shown()] == [(CHECKED, True, "")]
    claimer = city.staff("handler", provider(city))
    claimed = step(order, claimer, "claim_wish")
    assert (claimed.state, claimed.lead_body_id) == ("wish_claimed", provider(city).id)
    assert shown()[0].by != ""
    met = step(order, claimer, "fulfil_wish", result="画笔已送到社区，转交给孩子。")
    assert met.state == "wish_met"
    done = rate(
        actor=city.resident("19900000031"), number=order.number, solved=True, satisfaction=3, at=T0
    )
    assert done.state == "wish_fulfilled"
    thanked = step(order, clerk(city), "thank", note="孩子画了一张画送给你们。")
    assert (thanked.state, thanked.phase) == ("wish_thanked", "closed")
    assert [w.words for w in shown()] == [CHECKED]


def test_whoever_claims_it_reads_nothing_that_tells_who_it_is(city: City) -> None:
    order = made(city)
    publish(city, order)
    claimer = city.staff("handler", provider(city))
    assert order_page(claimer, order.number, now=T0).order.text == CHECKED
    step(order, claimer, "claim_wish")
    page = order_page(claimer, order.number, now=T0)
    assert page.own == []
    read = repr(vars(page)) + page.order.text
    for secret in ("张小明", "育才", "白血病", "501室"):
        assert secret not in read
    assert contact_refusal(claimer, fresh(order))
    # The original is there for whoever must answer for the check, sealed.
    assert open_(payload_of(order, "publish_wish")["original"]) == SAID
    raw = repr(list(OrderEvent.reached.filter(order=order).values_list("payload", flat=True)))
    assert "张小明" not in raw


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"checked_words": ""}, "checked_words"),
        ({"checked_words": "送到3号楼2单元501室"}, "checked_words"),
        ({"checked_words": "打13812345678"}, "checked_words"),
        ({"nobody_in_it": False}, "nobody_in_it"),
        ({"bodies": []}, "bodies"),
    ],
)
def test_unchecked_it_is_not_published(city: City, wrong: dict[str, object], field: str) -> None:
    order = made(city)
    with pytest.raises(Invalid) as refused:
        publish(city, order, **wrong)
    assert refused.value.field == field
    assert (fresh(order).state, fresh(order).text) == ("wish_made", SAID)
    assert shown() == []


def test_only_who_was_asked_claims_and_strangers_read_nothing(city: City) -> None:
    order = made(city)
    publish(city, order)
    other = city.staff("handler", city.centre)
    with pytest.raises(NotFound):
        step(order, other, "claim_wish")
    with pytest.raises(Denied):  # who may read it is not yet who was asked
        step(order, city.director, "claim_wish")
    assert fresh(order).state == "wish_open"
    assert not Order.objects.visible_to(PUBLIC).filter(pk=order.pk).exists()
    assert OrderParty.objects.filter(order=order, role="co").count() == 1


def test_given_back_somebody_else_claims_it(city: City) -> None:
    order = made(city)
    second = city.team
    publish(city, order, bodies=[provider(city).code, second.code])
    claimer = city.staff("handler", provider(city))
    step(order, claimer, "claim_wish")
    step(order, claimer, "give_back_wish", reason="买不到")
    assert step(order, city.grid_worker, "claim_wish").lead_body_id == second.id
