"""The main job end to end through the engine: report → … → rated, and what may go wrong."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, SYSTEM
from gongzhi.orders.models import Order, OrderClock, OrderEvent, OrderParty, Rating
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.report import Draft, report
from gongzhi.orders.services.seal_roots import seal_roots
from gongzhi.orders.services.verify_chains import verify_chains

from .conftest import T0, City

LAMP = "10109"


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def to_in_hand(city: City, **fields):  # type: ignore[no-untyped-def]
    order = city.report(category_code=LAMP, **fields)
    act(
        actor=city.grid_worker,
        number=order.number,
        action="verify_true",
        at=T0 + timedelta(minutes=20),
    )
    order = fresh(order)
    if order.state == "to_dispatch":
        raise AssertionError("the catalogue should decide")
    act(
        actor=city.handler(order), number=order.number, action="sign", at=T0 + timedelta(minutes=30)
    )
    return fresh(order)


def test_report_goes_to_the_grid_at_once(city: City) -> None:
    order = city.report(category_code=LAMP)
    assert (order.state, order.phase) == ("to_verify", "open")
    assert order.holder_body_id == city.team.id
    assert order.area_then_id == city.grid.id
    assert order.promised_at is not None
    assert list(order_events(order)) == ["report", "accept"]
    assert OrderParty.objects.filter(order=order, role="holder").count() == 1


def order_events(order: Order) -> list[str]:
    return list(
        OrderEvent.reached.filter(order=order).order_by("seq").values_list("action", flat=True)
    )


def test_emergency_skips_the_spot_check(city: City) -> None:
    order = city.report(category_code="10101")
    assert order.state == "to_sign"
    assert order.lead_body_id is not None
    assert order.auto_dispatched


def test_whole_journey(city: City) -> None:
    me = city.resident()
    order = to_in_hand(city, actor=me)
    assert order.state == "in_hand"
    assert order.first_handler_id is not None
    done_at = T0 + timedelta(hours=2)
    result = {"result": "10:05到场，换了灯泡，当晚复查已亮。"}
    act(actor=city.handler(order), number=order.number, action="finish", payload=result, at=done_at)
    order = fresh(order)
    assert (order.state, order.on_time) == ("to_check", True)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=done_at)
    rate(actor=me, number=order.number, solved=True, satisfaction=3, at=done_at)
    order = fresh(order)
    assert (order.state, order.phase, order.solved, order.satisfaction) == (
        "closed",
        "closed",
        True,
        3,
    )
    assert not OrderParty.objects.filter(order=order, open=True).exists()
    assert not OrderClock.objects.filter(order=order, stopped_at=None).exists()
    assert list(verify_chains()) == []


def test_a_repeat_gets_the_first_answer(city: City) -> None:
    me = city.resident()
    draft = Draft(
        client_key=uuid.uuid4(), text="路灯不亮", category_code=LAMP, lon=city.lon, lat=city.lat
    )
    first = report(actor=me, draft=draft, at=T0)
    second = report(actor=me, draft=draft, at=T0)
    assert (first.number, first.repeated) == (second.number, False)
    assert second.repeated
    assert Order.reached.count() == 1
    with pytest.raises(Denied):
        report(actor=city.resident("19900000002"), draft=draft, at=T0)


def test_outside_the_city_is_kept_for_the_county(city: City) -> None:
    order = city.report(category_code=LAMP, lon=100.0, lat=20.0)
    assert order.outside
    assert (order.state, order.holder_body_id) == ("submitted", city.centre.id)


def test_not_solved_comes_back_once(city: City) -> None:
    me = city.resident()
    order = to_in_hand(city, actor=me)
    for hour, expected in ((2, "in_hand"), (4, "closed")):
        at = T0 + timedelta(hours=hour)
        handler = city.handler(order)
        act(
            actor=handler,
            number=order.number,
            action="finish",
            payload={"result": "已到现场更换灯头，晚上亮了"},
            at=at,
        )
        act(actor=city.grid_worker, number=order.number, action="check_pass", at=at)
        rate(actor=me, number=order.number, solved=False, satisfaction=1, comment="还是黑的", at=at)
        assert fresh(order).state == expected
    order = fresh(order)
    assert (order.reworks, order.solved) == (1, False)
    assert Rating.objects.filter(order=order).count() == 2
    assert not OrderParty.objects.filter(order=order, role="holder").exists()


def test_a_rating_is_for_ever(city: City) -> None:
    me = city.resident()
    order = to_in_hand(city, actor=me)
    handler = city.handler(order)
    act(
        actor=handler,
        number=order.number,
        action="finish",
        payload={"result": "已到现场更换灯头，晚上亮了"},
        at=T0,
    )
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=T0)
    with pytest.raises(Denied):
        rate(actor=handler, number=order.number, solved=True)
    assert order_events(order)[-1] == "rating_attempt"
    rate(actor=me, number=order.number, solved=True, satisfaction=2, at=T0)
    with pytest.raises(Conflict):
        rate(actor=me, number=order.number, solved=False, comment="改", at=T0)
    row = Rating.objects.get(order=order)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Rating.objects.filter(pk=row.pk).update(satisfaction=3)


def test_a_state_cannot_be_forged(city: City) -> None:
    order = city.report(category_code=LAMP)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.reached.filter(pk=order.pk).update(state="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderEvent.reached.filter(order=order, seq=1).update(to_state="closed")


def test_second_of_two_reads_a_sentence(city: City) -> None:
    order = city.report(category_code=LAMP)
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    before = order_events(order)
    with pytest.raises(Conflict) as caught:
        act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    assert "待签收" in str(caught.value)
    assert order_events(order) == before


def test_strangers_see_nothing(city: City) -> None:
    order = city.report(category_code=LAMP)
    for stranger in (PUBLIC, city.resident("19900000009")):
        assert not Order.objects.visible_to(stranger).filter(pk=order.pk).exists()
        with pytest.raises(NotFound):
            act(actor=stranger, number=order.number, action="withdraw")
    other = city.staff("handler", city.centre)  # no area, no part
    assert Order.objects.visible_to(SYSTEM).count() == 1
    assert not Order.objects.visible_to(other).exists()


def test_return_pauses_and_the_same_body_resumes(city: City) -> None:
    order = to_in_hand(city)
    lead = order.lead_body
    payload = {"reason": "不是我们的灯"}
    act(
        actor=city.handler(order),
        number=order.number,
        action="return",
        payload=payload,
        at=T0 + timedelta(hours=1),
    )
    order = fresh(order)
    assert (order.state, order.returns) == ("returned", 1)
    clock = OrderClock.objects.get(order=order, stage="handle")
    assert not clock.running or clock.unit.startswith("urgent")
    act(
        actor=city.dispatcher,
        number=order.number,
        action="dispatch",
        payload={"body": lead.code},
        at=T0 + timedelta(hours=3),
    )
    clock = OrderClock.objects.get(order=order, stage="handle")
    assert clock.running
    second = fresh(order)
    act(
        actor=city.handler(second),
        number=order.number,
        action="return",
        payload=payload,
        at=T0 + timedelta(hours=4),
    )
    order = fresh(order)
    assert order.state == "arbitration"
    assert order.holder_body_id == city.street.id
    with pytest.raises(Invalid):
        act(actor=city.director, number=order.number, action="rule", payload={"body": lead.code})
    act(
        actor=city.director,
        number=order.number,
        action="rule",
        payload={"body": lead.code, "reason": "按清单", "write": True},
        at=T0 + timedelta(hours=5),
    )
    assert fresh(order).state == "to_sign"


def test_a_department_duty_never_goes_to_a_community(city: City) -> None:
    order = to_in_hand(city)
    with pytest.raises(Invalid) as caught:
        act(
            actor=city.dispatcher,
            number=order.number,
            action="reassign",
            payload={"body": city.community.code, "reason": "就近"},
        )
    assert caught.value.field == "body"


def test_extension_twice_then_no_more(city: City) -> None:
    order = to_in_hand(city)
    due = [order.handle_due_at]
    for hour in (1, 2):
        handler = city.handler(order)
        at = T0 + timedelta(hours=hour)
        act(
            actor=handler,
            number=order.number,
            action="ask_extension",
            payload={"reason": "等件"},
            at=at,
        )
        act(actor=city.director, number=order.number, action="grant_extension", at=at)
        due.append(fresh(order).handle_due_at)
    assert due == sorted(due)
    assert len(set(due)) == 3
    with pytest.raises(Conflict):
        act(
            actor=city.handler(order),
            number=order.number,
            action="ask_extension",
            payload={"reason": "再等"},
        )


def test_signed_roots_verify(city: City) -> None:
    city.report(category_code=LAMP)
    assert list(verify_chains()) == []
    root = seal_roots()
    assert root is None or root.count >= 1
    assert list(verify_chains()) == []
