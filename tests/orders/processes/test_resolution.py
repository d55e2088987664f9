"""A resolution (JN-02): a lead, the day that the meeting set, a report back, the confirmation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orders.models import Order, OrderClock
from gongzhi.orders.services.start_at_desk import SOURCE
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City
from .conftest import start, step

DUE = "2026-12-10"


def set_down(city: City, **values: object) -> Order:
    director = city.staff("street_director", city.street, city.street_area)
    given = {
        "body": orgs.bodies_of_kind("department")[0].code, "meeting": "第三次联席会议",
        "task_due": DUE, "text": "协调老旧小区加装电梯",
    } | values  # fmt: skip
    return start(city, director, "resolution", **given)


def test_its_limit_is_the_day_that_the_meeting_set(city: City) -> None:
    order = set_down(city)
    assert (order.state, order.source) == ("task_open", SOURCE)
    assert order.due_at is not None
    assert clock.local(order.due_at).isoformat()[:16] == "2026-12-11T00:00"
    handler = city.handler(order)
    reported = step(order, handler, "report_back", result="三部电梯已开工。", at=T0)
    assert (reported.state, reported.holder_body_id) == ("task_reported", city.street.id)
    director = city.staff("street_director", city.street, city.street_area)
    back = step(order, director, "send_back", reason="还差两部", at=T0 + timedelta(days=1))
    assert back.due_at == order.due_at
    late = T0 + timedelta(days=40)
    step(order, handler, "report_back", result="五部电梯都装好了。", at=late)
    done = step(order, director, "confirm_result", at=late)
    assert (done.state, done.on_time) == ("task_done", False)
    assert OrderClock.objects.filter(order=order, stage="task").count() == 2


def test_supervision_feeds_and_others_cannot_confirm(city: City) -> None:
    order = set_down(city)
    watcher = city.staff("supervisor", city.street, city.street_area)
    assert step(order, watcher, "press", note="下周报进展").presses == 1
    step(order, city.handler(order), "say_progress", note="开过协调会")
    step(order, city.handler(order), "report_back", result="三部电梯已开工。")
    with pytest.raises(Denied):
        step(order, city.handler(order), "confirm_result")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"task_due": "2026-11-16"}, "task_due"), ({"task_due": ""}, "task_due"), ({"meeting": ""}, "meeting")],
)  # fmt: skip
def test_bad_input_writes_nothing(city: City, wrong: dict[str, object], field: str) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        set_down(city, **wrong)
    assert refused.value.field == field
    assert Order.reached.count() == before
