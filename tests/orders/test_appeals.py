"""One appeal against a timeout, two reviews by two people; the raw timeout is never taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import InternalError

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.orders import appeals
from gongzhi.orders.engine.policies import allowed_actions
from gongzhi.orders.models import Exemption, Order, OrderClock, OrderEvent
from gongzhi.orders.services.verify_chains import verify_chains

from .conftest import T0, City
from .processes.conftest import fresh, step
from .test_journey import to_in_hand

LATER = T0 + timedelta(days=20)
DONE = {"result": "已到现场更换灯头，晚上亮了"}
WHY = {"reason": "线路被挖断，等电力抢修两周，有停电通知为证"}


@pytest.fixture
def late(city: City) -> Order:
    """Finished long after its limit; waits to be checked."""
    order = to_in_hand(city)
    order = step(order, city.handler(order), "finish", at=LATER, **DONE)
    assert order.on_time is False
    return order


def appealed(city: City, late: Order) -> Order:
    step(late, city.handler(late), "appeal_timeout", at=LATER, **WHY)
    found = appeals.appeal_of(late.pk)
    assert found is not None
    return found


def raw(order: Order) -> tuple[object, ...]:
    """What the clock said of the handling."""
    rows = OrderClock.objects.filter(order=order, stage="handle").order_by("pk")
    return (fresh(order).on_time, *rows.values_list("on_time", "stopped_at", "clock_state"))


def test_two_reviews_by_two_people_make_an_exemption_beside_the_timeout(
    city: City, late: Order
) -> None:
    before = raw(late)
    appeal = appealed(city, late)
    assert (appeal.state, appeal.confined, appeal.holder_body_id) == (
        "first_review", True, city.street.id,
    )  # fmt: skip
    assert appeal.due_at is not None
    with pytest.raises(Invalid):
        step(appeal, city.director, "first_for", at=LATER)
    appeal = step(appeal, city.director, "first_for", at=LATER, reason="停电通知属实")
    assert appeal.holder_body_id == city.centre.id
    assert not Exemption.objects.exists()
    appeal = step(appeal, city.duty_officer, "grant_exemption", at=LATER, reason="同意初审意见")
    assert (appeal.phase, appeal.finished_at) == ("closed", None)
    assert Exemption.objects.get(order=late).appeal_id == appeal.pk
    assert raw(late) == before
    told = OrderEvent.reached.filter(order=late).order_by("-seq").first()
    assert told is not None
    assert told.action == "led_to_result"
    assert list(verify_chains()) == []


def test_an_exemption_is_for_ever(city: City, late: Order) -> None:
    appeal = step(appealed(city, late), city.director, "first_against", at=LATER, reason="未见通知")
    step(appeal, city.duty_officer, "grant_exemption", at=LATER, reason="通知已补交，属实")
    row = Exemption.objects.get()
    for change in (row.delete, row.save):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            change()
    assert Exemption.objects.filter(order=late).exists()


def test_refused_or_withdrawn_it_stays_late_and_there_is_no_second_one(
    city: City, late: Order
) -> None:
    appeal = appealed(city, late)
    step(appeal, city.handler(late), "withdraw_appeal", at=LATER, reason="材料没齐")
    events = fresh(late).event_seq
    with pytest.raises(Conflict, match="只能申诉一次"):
        step(late, city.handler(late), "appeal_timeout", at=LATER, **WHY)
    view = next(a for a in allowed_actions(city.handler(late), late) if a.key == "appeal_timeout")
    assert not view.allowed
    assert fresh(late).event_seq == events
    assert not Exemption.objects.exists()
    assert Order.reached.exclude(pk=late.pk).count() == 1


def test_one_person_is_no_two_reviewers(city: City, late: Order) -> None:
    """A street's own timeout is reviewed by the centre both times, by two of its people."""
    Order.reached.filter(pk=late.pk).update(lead_body=city.street.id)
    clerk = city.staff("street_director", city.street, city.street_area)
    step(late, clerk, "appeal_timeout", at=LATER, **WHY)
    appeal = appeals.appeal_of(late.pk)
    assert appeal is not None
    assert appeal.holder_body_id == city.centre.id
    one, other = city.duty_officer, city.duty_officer
    step(appeal, one, "first_for", at=LATER, reason="属实")
    with pytest.raises(Conflict, match="另一个人"):
        step(appeal, one, "grant_exemption", at=LATER, reason="同意")
    assert not Exemption.objects.exists()
    step(appeal, other, "refuse_exemption", at=LATER, reason="通知是补开的")
    assert not Exemption.objects.exists()
    assert fresh(late).on_time is False


def test_in_time_there_is_nothing_to_appeal_and_strangers_may_not(city: City) -> None:
    order = to_in_hand(city)
    order = step(order, city.handler(order), "finish", at=T0 + timedelta(hours=2), **DONE)
    assert order.on_time is True
    assert "appeal_timeout" not in {a.key for a in allowed_actions(city.handler(order), order)}
    with pytest.raises(Conflict, match="没有超时"):
        step(order, city.handler(order), "appeal_timeout", at=LATER, **WHY)
    with pytest.raises(Denied):
        step(order, city.grid_worker, "appeal_timeout", at=LATER, **WHY)
    assert appeals.appeal_of(order.pk) is None
