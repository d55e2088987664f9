"""A service order in five steps (ML-36): ordered, sent out, taken, done, rated by the resident."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.orders.models import Order, OrderParty, Rating
from gongzhi.orders.selectors.resident import view_of
from gongzhi.orders.services.close_silent import close_silent
from gongzhi.orders.services.confirm import confirm_as
from gongzhi.orders.services.rate import rate

from ..conftest import T0, City
from .conftest import fresh, payload_of, start, step
from .residents import clerk, ordered, provider

HOUR = timedelta(hours=1)


def test_from_the_order_to_the_rating(city: City) -> None:
    me = city.resident()
    order = ordered(
        city, "service_order", me, service="haircut", wished_on="2026-11-20", wished_part="morning"
    )
    assert (order.state, order.phase, order.lead_body_id) == (
        "order_placed", "open", city.community.id,
    )  # fmt: skip
    assert order.holder_body_id == city.community.id
    assert order.due_at is not None
    assert order.promised_at is not None
    assert order.promised_at > order.due_at + timedelta(days=2)
    assert payload_of(order, "report")["service"] == "haircut"
    assert view_of(order, me).title == "点单服务"
    assert "收到您的点单" in [line["text"] for line in view_of(order, me).steps]

    sent = step(order, clerk(city), "send_order", body=provider(city).code, at=T0 + HOUR)
    assert (sent.state, sent.holder_body_id) == ("order_sent", provider(city).id)
    handler = city.handler(sent)
    taken = step(sent, handler, "take_order", at=T0 + 2 * HOUR)
    assert taken.handler_id == handler.user_id
    with pytest.raises(Denied):
        step(taken, city.director, "serve", result="理好了，老人很满意。")
    done = step(taken, handler, "serve", result="理好了，现场打扫干净。", at=T0 + 3 * HOUR)
    assert (done.state, done.on_time) == ("order_rating", True)
    rated = rate(actor=me, number=done.number, solved=True, satisfaction=3, at=T0 + 4 * HOUR)
    assert (rated.state, rated.phase, rated.solved) == ("order_closed", "closed", True)
    with pytest.raises((Conflict, Denied)):
        rate(actor=me, number=done.number, solved=False, comment="改主意了", at=T0 + 5 * HOUR)
    assert Rating.objects.filter(order=order).count() == 1


def test_declined_it_goes_back_and_not_done_it_comes_back_once(city: City) -> None:
    me = city.resident()
    order = ordered(city, "service_order", me, service="repair")
    step(order, clerk(city), "send_order", body=provider(city).code)
    handler = city.handler(fresh(order))
    back = step(order, handler, "decline_order", reason="这两天没有师傅")
    assert (back.state, back.holder_body_id) == ("order_placed", city.community.id)
    assert OrderParty.objects.filter(order=order, role="holder", body_id=city.community.id).exists()
    step(order, clerk(city), "send_order", body=provider(city).code)
    step(order, handler, "take_order")
    done = step(order, handler, "serve", result="换了门锁，试过能用。", at=T0 + HOUR)
    promised = done.promised_at
    again = rate(
        actor=me, number=order.number, solved=False, comment="锁还是卡", at=T0 + timedelta(days=4)
    )
    assert (again.state, again.reworks, again.finished_at) == ("order_taken", 1, None)
    assert again.promised_at is not None
    assert promised is not None
    assert again.promised_at > promised
    step(order, handler, "serve", result="换了新锁芯，试过能用。", at=T0 + timedelta(days=5))
    close_silent(at=T0 + timedelta(days=20))
    assert fresh(order).state == "order_unrated"


def test_a_phone_is_verified_first_as_with_a_report(city: City) -> None:
    order = ordered(city, "service_order", PUBLIC, service="meal", phone="19900000021")
    assert (order.state, order.published) == ("draft", False)
    assert ordered(city, "errand", PUBLIC, item="permit", phone="19900000021").state == "draft"
    owner = city.resident("19900000021")
    assert confirm_as(actor=owner, number=order.number, at=T0).state == "order_placed"
    assert close_silent(at=T0 + HOUR)["expire"] == 1


def test_staff_order_for_somebody_with_their_phone(city: City) -> None:
    worker = city.grid_worker
    order = start(
        city, worker, "service_order", source="visit", phone="19900000022", name="王奶奶",
        service="haircut",
    )  # fmt: skip
    assert (order.state, order.source, order.entered_by_id) == (
        "order_placed", "visit", worker.user_id,
    )  # fmt: skip
    assert order.reporter is not None
    assert open_(order.reporter.phone_sealed) == "19900000022"
    before = Order.reached.count()
    with pytest.raises(Denied):
        start(city, city.handler(order), "service_order", source="visit", service="meal")
    with pytest.raises(Invalid):
        start(city, worker, "service_order", source="device", service="meal")
    assert Order.reached.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"service": ""}, "service"),
        ({"service": "spaceship"}, "service"),
        ({"text": " "}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"wished_on": "明天"}, "wished_on"),
        ({"wished_on": "2026-11-16"}, "wished_on"),
        ({"colour": "red"}, "colour"),
        ({"source": "nowhere"}, "source"),
    ],
)
def test_bad_input_names_its_field_and_writes_nothing(
    city: City, wrong: dict[str, object], field: str
) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        ordered(city, "service_order", **({"service": "meal"} | wrong))
    assert refused.value.field == field
    assert Order.reached.count() == before


def test_what_is_not_offered_cannot_be_ordered(city: City) -> None:
    for process in ("rectification", "hazard", "nothing"):
        with pytest.raises(NotFound):
            ordered(city, process)


def test_the_day_wished_is_kept_as_a_date(city: City) -> None:
    order = ordered(city, "service_order", service="meal", wished_on="2026-11-20")
    assert date.fromisoformat(payload_of(order, "report")["wished_on"]) == date(2026, 11, 20)
