"""Who may judge what, and when; what a rating and a rework leave behind."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.engine.holding import holder_body
from gongzhi.orders.models import Order, OrderClock, OrderEvent, Rating
from gongzhi.orders.services.act import act
from gongzhi.orders.services.close_silent import close_silent
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.support import support

from .conftest import T0, City
from .test_journey import fresh, to_in_hand

HOUR = timedelta(hours=1)
DONE = {"result": "已到现场更换灯头，晚上亮了"}


def finished(city: City, order: Order) -> Order:
    act(actor=city.handler(order), number=order.number, action="finish", payload=DONE, at=T0 + HOUR)
    return fresh(order)


def to_rate(city: City) -> Order:
    order = finished(city, to_in_hand(city, public=True))
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=T0 + HOUR)
    return fresh(order)


def follower(city: City, order: Order) -> Actor:
    neighbour = city.resident("19900000002")
    support(actor=neighbour, number=order.number, at=T0)
    return neighbour


def test_a_follower_judges_finished_work_only(city: City) -> None:
    order = to_in_hand(city, public=True)
    neighbour = follower(city, order)
    order = finished(city, order)
    for _ in range(2):  # while it is checked, and when it was sent back
        with pytest.raises(Conflict):
            rate(actor=neighbour, number=order.number, solved=True, at=T0 + HOUR)
        if order.state == "to_check":
            back = {"reason": "灯还是不亮"}
            act(actor=city.grid_worker, number=order.number, action="check_back", payload=back)
            order = fresh(order)
    assert (order.state, order.finished_at) == ("in_hand", None)
    order = finished(city, order)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=T0 + HOUR)
    rate(actor=neighbour, number=order.number, solved=True, satisfaction=3, at=T0 + HOUR)
    assert Rating.objects.filter(order=order).count() == 1


def test_not_solved_leaves_nothing_finished(city: City) -> None:
    order = to_rate(city)
    rate(actor=city.resident(), number=order.number, solved=False, comment="还是不亮", at=T0 + HOUR)
    order = fresh(order)
    assert (order.state, order.finished_at, order.reworks) == ("in_hand", None, 1)


def test_a_late_rating_is_refused_and_a_timely_one_moves_no_figure(city: City) -> None:
    order = to_rate(city)
    assert order.finished_at
    closed = order.finished_at + timedelta(days=30)
    close_silent(at=closed)
    late = closed + timedelta(days=30)
    order = fresh(order)
    assert order.state == "closed_unrated"
    for solved in (True, False):
        with pytest.raises(Conflict):
            rate(actor=city.resident(), number=order.number, solved=solved, comment="迟", at=late)
    at = order.closed_at
    early = closed + HOUR
    rate(actor=city.resident(), number=order.number, solved=True, satisfaction=3, at=early)
    assert (fresh(order).state, fresh(order).closed_at) == ("closed", at)


def test_an_attempt_by_a_program_is_recorded(city: City) -> None:
    order = to_rate(city)
    staff = city.handler(order)
    key = Actor("api", user_id=staff.user_id, name="key", postings=staff.postings)
    with pytest.raises(Denied):
        act(actor=key, number=order.number, action="rate_solved", at=T0 + HOUR)
    assert OrderEvent.reached.filter(order=order, action="rating_attempt").count() == 1
    assert fresh(order).solved is None


def test_support_of_a_merged_report_goes_to_the_one_that_goes_on(city: City) -> None:
    main = city.report(public=True)
    other = city.report(city.resident("19900000003"), public=True)
    clerk = city.staff("dispatcher", city.centre, city.street_area)
    into = {"into": main.number, "reason": "同一盏灯"}
    act(actor=clerk, number=other.number, action="merge", payload=into, at=T0 + HOUR)
    assert support(actor=city.resident("19900000004"), number=other.number) == 2
    assert fresh(main).supporters == 2


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("note", {"note": "x", "bodies": 5}),
        ("note", {"note": 5}),
        ("add_co", {"bodies": True}),
        ("add_co", {"bodies": [5]}),
        ("finish", {"result": 5}),
        ("finish", {"result": "已高度重视"}),
        ("finish", {"result": "已换灯头，师傅电话13911112222"}),
        ("finish", {"result": "已换灯头，师傅电话１３９１１１１２２２２"}),
    ],
)
def test_what_an_event_cannot_hold_is_refused(city: City, action: str, payload: dict) -> None:  # type: ignore[type-arg]
    order = to_in_hand(city)
    with pytest.raises(Invalid):
        act(actor=city.handler(order), number=order.number, action=action, payload=payload)
    assert fresh(order).event_seq == order.event_seq


def test_an_event_keeps_only_what_its_action_takes(city: City) -> None:
    order = to_in_hand(city)
    more = {"note": "去看过", "bodies": [city.street.code], "into": "QA1"}
    act(actor=city.handler(order), number=order.number, action="note", payload=more)
    last = OrderEvent.reached.filter(order=order).order_by("-seq").first()
    assert last.payload.keys() == {"note", "due"}


def test_one_key_for_two_orders_is_denied(city: City) -> None:
    first, second = to_in_hand(city), to_in_hand(city, text="另一盏灯")
    key = uuid.uuid4()
    for order in (first, second):
        values = {"number": order.number, "action": "note", "payload": {"note": "看过"}}
        if order is first:
            act(actor=city.handler(order), client_key=key, **values)
        else:
            with pytest.raises(Denied):
                act(actor=city.handler(order), client_key=key, **values)


def test_nobody_rules_on_a_matter_of_its_own(city: City) -> None:
    where = {"area_path": city.grid.path, "outside": False}
    for lead, holder in ((city.community, city.street), (city.street, city.centre)):
        found = holder_body("street", lead_id=lead.id, **where)
        assert found is not None
        assert found.id == holder.id


def test_lamp_and_list_follow_the_clock_that_ends_first(city: City) -> None:
    order = city.report(category_code="10109")
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    order = fresh(order)
    clocks = OrderClock.objects.filter(order=order, stopped_at=None, running=True)
    assert order.due_at == min(row.due_at for row in clocks if row.due_at)
