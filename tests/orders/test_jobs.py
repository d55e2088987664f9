"""The jobs as the worker runs them: under the guard, which refuses to read past a scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.orders import tasks
from gongzhi.orders.models import Order, OrderClock
from gongzhi.orders.services.act import act
from gongzhi.orders.services.support import support

from .conftest import T0, City
from .test_journey import fresh, to_in_hand

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_gathering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "GATHER_SECONDS", 0)


def told(order: Order, resident_id: int | None) -> list[str]:
    rows = Message.objects.filter(order_number=order.number, resident_id=resident_id)
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_who_supports_a_report_is_told_like_its_reporter(city: City) -> None:
    order = city.report(public=True)
    neighbour = city.resident("19900000002")
    support(actor=neighbour, number=order.number, at=T0)
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0 + HOUR)
    order = fresh(order)
    tasks.follow_event(order_id=order.pk, first=3, last=order.event_seq)
    assert told(order, order.reporter_id)
    assert told(order, neighbour.resident_id)


def test_a_report_with_another_merged_into_it_is_told_about(city: City) -> None:
    main, other = city.report(), city.report(city.resident("19900000002"))
    worker = city.staff("dispatcher", city.centre, city.street_area)
    act(
        actor=worker,
        number=other.number,
        action="merge",
        payload={"into": main.number, "reason": "同一盏灯"},
        at=T0 + HOUR,
    )
    act(actor=city.grid_worker, number=main.number, action="verify_true", at=T0 + HOUR)
    for order in (fresh(main), fresh(other)):
        tasks.follow_event(order_id=order.pk, first=3, last=order.event_seq)
    assert told(main, other.reporter_id)


def test_clocks_are_told_yellow_and_red_once(city: City) -> None:
    order = to_in_hand(city)
    handler = city.handler(order)
    assert handler.user_id
    assert city.handler(order, "body_head").user_id
    assert city.director.user_id
    running = OrderClock.objects.get(order=order, stage="handle")
    assert running.soon_at
    assert running.due_at
    for at in (running.soon_at, running.due_at):
        with clock.frozen(at + timedelta(minutes=1)):
            tasks.escalate_due(0)
            tasks.escalate_due(0)
    kinds = Message.objects.filter(order_number=order.number, user__isnull=False)
    assert sorted(set(kinds.values_list("kind", flat=True))) == ["due_soon", "overdue"]
    assert kinds.filter(kind="overdue").count() == 2  # its head and the street's director
    row = OrderClock.objects.get(pk=running.pk)
    assert row.soon_told_at
    assert row.over_told_at


def test_silence_closes_as_unrated(city: City) -> None:
    order = to_in_hand(city)
    done = {"result": "已更换灯头，晚上亮了"}
    act(actor=city.handler(order), number=order.number, action="finish", payload=done, at=T0 + HOUR)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=T0 + HOUR)
    with clock.frozen(T0 + timedelta(days=60)):
        tasks.close_by_time(0)
    order = fresh(order)
    assert (order.state, order.solved) == ("closed_unrated", None)
