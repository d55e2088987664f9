"""The bulk loader: exact counts, rows that agree, and orders on which the engine can go on."""

from __future__ import annotations

import pytest
from django.db.models import F

from gongzhi.demo.bulk.load import load
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.orders.engine.clocks import state_of
from gongzhi.orders.models import Order, OrderClock, OrderEvent, OrderParty
from gongzhi.orders.services.act import act

COUNT = 500
pytestmark = pytest.mark.django_db


def test_counts_and_agreement(qianan: None) -> None:
    assert load(COUNT) == COUNT
    orders = Order.reached.all()
    assert orders.count() == COUNT
    assert OrderEvent.reached.count() == 3 * COUNT
    assert 3 <= orders.exclude(phase="closed").count() <= 40
    assert not orders.filter(phase="closed", closed_at=None).exists()
    assert not orders.exclude(state="to_verify").filter(lead_body=None).exists()
    leads = OrderParty.objects.filter(role="lead")
    assert leads.count() == orders.exclude(lead_body=None).count()
    assert not leads.exclude(body_id=F("order__lead_body_id")).exists()
    holders = OrderParty.objects.filter(role="holder")
    assert holders.count() == orders.exclude(phase="closed").count()
    assert not holders.exclude(
        body_id=F("order__holder_body_id"), state=F("order__state"), due_at=F("order__due_at")
    ).exists()
    assert orders.values("area_path").distinct().count() > 100
    assert orders.values("category").distinct().count() > 60
    assert orders.values("lead_body").distinct().count() > 20
    for row in OrderClock.objects.all():
        assert state_of(row).due_at is not None


def test_the_same_seed_draws_the_same(qianan: None) -> None:
    load(40, seed=3)
    load(40, seed=3)
    texts = list(Order.reached.order_by("id").values_list("text", "category_id", "state"))
    assert texts[:40] == texts[40:]


def test_the_engine_goes_on(qianan: None) -> None:
    load(COUNT)
    cast = Cast("bulk", clock.today())
    cast.hire()
    waiting = Order.reached.filter(state="in_hand", lead_body__kind__in=["department", "utility"])
    order = waiting.order_by("id")[0]
    person = cast.one(order.lead_body_id or 0, ("handler",), cast.rng)
    done = act(
        actor=person,
        number=order.number,
        action="finish",
        payload={"result": "到现场看过，已经修复"},
    )
    assert (done.state, done.event_seq) == ("to_check", 4)
