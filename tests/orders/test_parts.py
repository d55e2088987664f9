"""Who has a part in an order changes with its moves."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.orders.models import Order, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City
from .test_journey import fresh, to_in_hand


def parts(order: Order, *roles: str) -> set[tuple[str, int, bool]]:
    rows = OrderParty.objects.filter(order=order, role__in=roles)
    return set(rows.values_list("role", "body_id", "open"))


def reassigned(city: City, order: Order, body: orgs.BodyRef, minute: int) -> Order:
    act(
        actor=city.dispatcher,
        number=order.number,
        action="reassign",
        payload={"body": body.code, "reason": "改由这个单位办"},
        at=T0 + timedelta(minutes=minute),
    )
    return fresh(order)


def two_departments(order: Order) -> tuple[orgs.BodyRef, orgs.BodyRef]:
    first = orgs.body_by_id(order.lead_body_id or 0)
    assert first is not None
    return first, next(b for b in orgs.bodies_of_kind("department") if b.id != first.id)


def test_who_led_may_still_read_and_may_lead_again(city: City) -> None:
    order = to_in_hand(city)
    first, second = two_departments(order)
    order = reassigned(city, order, second, 40)
    assert parts(order, "lead", "past") == {("lead", second.id, True), ("past", first.id, False)}
    order = reassigned(city, order, first, 50)
    order = reassigned(city, order, second, 60)
    assert order.lead_body_id == second.id
    assert parts(order, "lead", "past") == {
        ("lead", second.id, True),
        ("past", first.id, False),
        ("past", second.id, False),
    }


def test_a_co_handler_that_takes_the_lead_is_no_co_handler(city: City) -> None:
    order = to_in_hand(city)
    _first, second = two_departments(order)
    for minute in (40, 41):  # naming it twice changes nothing
        act(
            actor=city.handler(order),
            number=order.number,
            action="add_co",
            payload={"bodies": [second.code]},
            at=T0 + timedelta(minutes=minute),
        )
    assert ("co", second.id, True) in parts(order, "co")
    order = reassigned(city, order, second, 50)
    assert second.id not in {body_id for _role, body_id, _open in parts(order, "co")}


def test_nobody_holds_what_is_closed_and_no_part_stays_open(city: City) -> None:
    order = to_in_hand(city)
    at = T0 + timedelta(hours=1)
    done = {"result": "已更换灯头，晚上亮了"}
    act(actor=city.handler(order), number=order.number, action="finish", payload=done, at=at)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=at)
    rate(actor=city.resident(), number=order.number, solved=True, satisfaction=3, at=at)
    rows = OrderParty.objects.filter(order=order)
    assert not rows.filter(role="holder").exists()
    assert rows.filter(role="lead").exists()
    assert not rows.filter(open=True).exists()
