"""Telling about events: each job once in effect, many together, and one that fails alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gongzhi.notify.models import Message
from gongzhi.orders import telling
from gongzhi.orders.models import Category, Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.follow_up import follow_up

from .conftest import T0, City

pytestmark = pytest.mark.django_db


def waiting() -> int:
    return ProcrastinateJob.objects.filter(status="todo", task_name="orders.follow").count()


def told(order: Order) -> list[str]:
    rows = Message.objects.filter(order_number=order.number, resident__isnull=False)
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_what_waits_is_told_together_and_leaves_the_queue(
    city: City, django_assert_max_num_queries
) -> None:
    orders = [city.report(city.resident(f"1990000010{n}")) for n in range(6)]
    assert waiting() == 6
    first = orders[0]
    with django_assert_max_num_queries(10):
        follow_up(order_id=first.pk, first=1, last=first.event_seq)
    assert waiting() == 0
    for order in orders:
        assert told(order) == ["received"]


def rings(order: Order) -> int:
    return Message.objects.filter(order_number=order.number, kind="assigned").count()


def test_an_emergency_rings_an_ordinary_matter_waits_in_the_worklist(city: City) -> None:
    assert city.grid_worker  # somebody is posted there
    urgent = Category.objects.filter(emergency=True, active=True).first()
    assert urgent is not None
    plain = city.report(city.resident())
    emergency = city.report(city.resident(), category_code=urgent.code)
    handler = city.handler(emergency)
    for order in (plain, emergency):
        follow_up(order_id=order.pk, first=1, last=order.event_seq)
    assert handler.user_id is not None
    assert (rings(plain), rings(emergency)) == (0, 1)


def test_a_second_run_adds_nothing(city: City) -> None:
    order = city.report(city.resident())
    for _ in range(2):
        follow_up(order_id=order.pk, first=1, last=order.event_seq)
    assert told(order) == ["received"]


def test_several_events_of_one_order_are_told_in_turn(city: City) -> None:
    order = city.report(city.resident())
    act(
        actor=city.grid_worker,
        number=order.number,
        action="verify_true",
        at=T0 + timedelta(hours=1),
    )
    follow_up(order_id=order.pk, first=1, last=order.event_seq)
    assert waiting() == 0
    assert told(order)[0] == "received"
    assert len(told(order)) > 1


def test_one_that_fails_stops_no_other(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = city.report(city.resident()), city.report(city.resident("19900000109"))
    real = telling.after_move

    def fails(order: Order, *args: object) -> None:
        if order.pk == bad.pk:
            raise ValueError("a text that cannot be worded")
        real(order, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "after_move", fails)
    follow_up(order_id=good.pk, first=1, last=good.event_seq)
    assert told(good) == ["received"]
    assert waiting() == 2  # nothing of the others was taken away
    with pytest.raises(ValueError, match="worded"):
        follow_up(order_id=bad.pk, first=1, last=bad.event_seq)
    assert told(bad) == []
