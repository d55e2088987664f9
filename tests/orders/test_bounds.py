"""Numbers and days beyond all bounds: refused with a sentence, on every page that takes one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.accounts import actor as accounts_actor
from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.orders.services.act import act
from tests.signing_in import browser_of

from .conftest import T0, City

HUGE = "9" * 5000


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    accounts_actor.forget()
    wall.forget()
    with clock.frozen(T0):
        yield
    wall.forget()


def test_huge_numbers_on_the_wall(city: City) -> None:
    client = browser_of(city.staff("commander", city.centre, areas.root_area()))
    number = city.report().number
    statuses = [
        client.post(f"/command/orders/{number}/dispatch/", {"forces": HUGE}).status_code,
        client.post("/command/calls/cancel/", {"calls": HUGE}).status_code,
        client.post("/command/press/", {"body": HUGE, "note": "快办"}).status_code,
        client.get("/command/press/", {"body": HUGE}).status_code,
        client.get("/command/orders", {"body": HUGE}, follow=True).status_code,
    ]
    assert [status for status in statuses[1:] if status != 404] == []
    assert statuses[0] < 500


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2026-11-18"])
def test_days_that_have_no_orders(city: City, day: str) -> None:
    client = browser_of(city.staff("commander", city.centre, areas.root_area()))
    for measure in ("reported", "closed"):
        asked = {"measure": measure, "span": day}
        assert client.get("/command/orders", asked, follow=True).status_code == 404
    assert client.get("/desk/all/", {"since": day}).status_code == 200


def test_a_huge_number_marks_no_message(city: City) -> None:
    actor = city.dispatcher
    assert Message.objects.filter(user_id=actor.user_id, read_at__isnull=False).count() == 0
    client = browser_of(actor)
    for wrong in (HUGE, "²", "x"):
        assert client.post("/messages/read/", {"message": wrong}).status_code == 404
    assert client.post("/messages/read/").status_code == 302


def test_huge_numbers_from_the_field(city: City) -> None:
    client = browser_of(city.grid_worker)
    assert client.get("/field/orders/", {"n": HUGE}).status_code == 200
    for seq, call in (("1", HUGE), (HUGE, "1")):
        entry = {
            "client_key": str(uuid.uuid4()), "kind": "call_received", "seq": seq,
            "payload": {"call": call},
        }  # fmt: skip
        answer = client.post("/field/outbox", {"entry": json.dumps(entry)})
        assert answer.status_code == 200
        assert answer.json()["result"] == "refused"


def test_a_huge_number_is_nobody_who_signs(city: City) -> None:
    order = city.report()
    act(actor=city.grid_worker, number=order.number, action="verify_true")
    order.refresh_from_db()
    path = f"/desk/orders/{order.number}/act/sign/"
    answer = browser_of(city.handler(order)).post(path, {"person": HUGE})
    assert answer.status_code < 500
