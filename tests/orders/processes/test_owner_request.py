"""“53522” (ML-39): five stages, each with its own clock; an estate's own limits; the alarm."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.areas import selectors as areas
from gongzhi.orders.models import OrderClock
from gongzhi.orders.services.escalate import escalate
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.report import Draft, report

from ..conftest import T0, City
from .conftest import fresh, step
from .mile import mile, mile_ways
from .residents import ordered

__all__ = ["mile", "mile_ways"]

HOUR = timedelta(hours=1)


def test_five_stages_each_with_its_own_clock(mile: City) -> None:
    me = mile.resident()
    order = ordered(mile, "owner_request", me, about="lift")
    handler = mile.handler(order)
    at = T0
    for action, values in (
        ("take_request", {}), ("say_visited", {"note": "看过电梯"}), ("say_plan", {"note": "换接触器"}),
        ("say_done", {"result": "接触器换好了，电梯运行正常。"}),
    ):  # fmt: skip
        at += HOUR
        order = step(order, handler, action, at=at, **values)
    assert order.state == "owner_review"
    done = rate(actor=me, number=order.number, solved=True, satisfaction=3, at=at + HOUR)
    assert done.state == "owner_closed"
    clocks = OrderClock.objects.filter(order=order).order_by("started_at", "pk")
    stages = ["owner_receive", "owner_visit", "owner_plan", "owner_work", "owner_review"]
    assert [row.stage for row in clocks] == stages
    # The first was late by the estate's own five minutes, the others were in time.
    assert [row.on_time for row in clocks] == [False, True, True, True, True]


def test_an_estate_has_its_own_limit_and_its_neighbour_the_city_s(mile: City) -> None:
    here = ordered(mile, "owner_request", about="water")
    assert here.due_at == T0 + timedelta(minutes=5)
    other = next(a for a in areas.leaf_areas() if a.code != mile.grid.code)
    draft = Draft(
        client_key=here.client_key.__class__(int=7), text="楼道灯不亮", area_code=other.code,
        process="owner_request", fields={"about": "other"},
    )  # fmt: skip
    number = report(actor=mile.resident("19900000041"), draft=draft, at=T0).number
    clock = OrderClock.objects.get(order__number=number)
    assert (clock.amount, clock.unit) == (30, "working_minute")


def test_a_breach_rings(mile: City) -> None:
    order = ordered(mile, "owner_request", about="safety")
    escalate(at=T0 + timedelta(minutes=6))
    clock = OrderClock.objects.get(order=order)
    assert clock.over_told_at is not None
    assert fresh(order).state == "owner_new"
