"""Every door to an order (the desk's form, the API, the phone's outbox, the jobs), when messages
come twice or in the wrong order, clocks go backwards, steps are illegal or the profile changes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts.models import User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.orders.models import (
    Order,
    OrderClock,
    OrderEvent,
    OrderParty,
    Process,
    ProcessTransition,
)
from gongzhi.orders.process.current import forget
from gongzhi.orders.services.act import act
from gongzhi.orders.services.close_silent import close_silent
from gongzhi.orders.services.escalate import escalate
from gongzhi.orders.services.follow_up import follow_up
from gongzhi.orders.services.verify_chains import verify_chains
from tests.signing_in import browser_of

from .conftest import T0, City
from .field.conftest import phone_of
from .test_journey import LAMP, fresh, to_in_hand

HOUR = timedelta(hours=1)
DONE = {"result": "已到现场更换灯头，晚上亮了"}
Door = Callable[[Actor, Order, str, uuid.UUID, dict[str, str]], int]


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    accounts_actor.forget()
    with clock.frozen(T0 + HOUR):
        yield


def by_form(actor: Actor, order: Order, action: str, key: uuid.UUID, said: dict[str, str]) -> int:
    address = f"/desk/orders/{order.number}/act/{action}/"
    helpers = OrderParty.objects.filter(order=order, role="co").order_by("body_id")
    go_on = ",".join(str(body_id) for body_id in helpers.values_list("body_id", flat=True))
    values = {"client_key": str(key), "go_on": go_on, **said}
    return browser_of(actor).post(address, values).status_code


def by_api(actor: Actor, order: Order, action: str, key: uuid.UUID, said: dict[str, str]) -> int:
    token = issue_api_key(user=User.objects.get(pk=actor.user_id), name=uuid.uuid4().hex).token
    client = Client(HTTP_AUTHORIZATION=f"Bearer {token}")
    body = json.dumps({"client_key": str(key), "payload": said})
    address = f"/api/v1/orders/{order.number}/actions/{action}"
    return client.post(address, body, content_type="application/json").status_code


def by_phone(actor: Actor, order: Order, action: str, key: uuid.UUID, said: dict[str, str]) -> int:
    entry = {"client_key": str(key), "kind": action, "order": order.number, "payload": said}
    return phone_of(actor).post("/field/outbox", {"entry": json.dumps(entry)}).status_code


DOORS: dict[str, Door] = {"form": by_form, "api": by_api, "phone": by_phone}
doors = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


def actions_of(order: Order) -> list[str]:
    rows = OrderEvent.reached.filter(order=order).order_by("seq")
    return list(rows.values_list("action", flat=True))


def stand(order: Order) -> tuple[Any, ...]:
    """Everything of an order but what notes add."""
    row = fresh(order)
    clocks = OrderClock.objects.filter(order=order).order_by("pk").values_list("pk", "clock_state")
    parties = OrderParty.objects.filter(order=order).order_by("pk").values_list("role", "open")
    return row.state, row.phase, row.due_at, row.on_time, list(clocks), list(parties)


def worker(city: City, order: Order, action: str) -> Actor:
    return city.handler(order) if action == "finish" else city.grid_worker


# --- illegal steps -----------------------------------------------------------------------------


@doors
@pytest.mark.parametrize("action", ["check_pass", "finish", "no_such_step"])
def test_an_illegal_step_moves_nothing(city: City, door: Door, action: str) -> None:
    order = city.report(category_code=LAMP)
    seen, before = stand(order), actions_of(order)
    status = door(city.grid_worker, order, action, uuid.uuid4(), DONE)
    assert status == 200 if door is by_phone else status in {409, 422}
    assert stand(order) == seen
    kept = actions_of(order)[len(before) :]
    assert kept in ([], ["note"])  # a phone's words are kept beside the order, never as the step
    assert door is by_phone or not kept
    assert list(verify_chains()) == []


# --- twice, and in the wrong order ---------------------------------------------------------------


@doors
def test_a_replay_does_nothing_and_a_strangers_replay_is_refused(city: City, door: Door) -> None:
    order, key = city.report(category_code=LAMP), uuid.uuid4()
    me = city.grid_worker
    first = door(me, order, "verify_true", key, {})
    seen, before = stand(order), actions_of(order)
    assert "verify_true" in before
    assert door(me, order, "verify_true", key, {}) == first
    assert (stand(order), actions_of(order)) == (seen, before)
    status = door(city.grid_worker, order, "verify_true", key, {})
    assert status in {200, 403, 404}
    assert (stand(order), actions_of(order)) == (seen, before)


@doors
def test_a_note_sent_twice_is_one(city: City, door: Door) -> None:
    order, key, me = city.report(category_code=LAMP), uuid.uuid4(), city.grid_worker
    for _ in range(3):
        door(me, order, "note", key, {"note": "灯杆编号3-17"})
    assert actions_of(order).count("note") == 1


def test_what_a_phone_sends_in_the_wrong_order_undoes_nothing(city: City) -> None:
    """The later step first, then the earlier ones: late ones become notes, once each."""
    order, me = city.report(category_code=LAMP), city.grid_worker
    keys = [uuid.uuid4() for _ in range(3)]
    entries = [("settle", keys[0]), ("check_pass", keys[1]), ("verify_true", keys[2])]
    for kind, key in [*entries[1:], *entries[:1], *entries]:
        by_phone(me, order, kind, key, {"result": "换了灯头"})
    found = actions_of(order)
    assert found.count("verify_true") == 1
    assert found.count("check_pass") == 0
    assert fresh(order).state == "to_sign"
    assert len(found) == len(set(OrderEvent.reached.filter(order=order).values_list("seq")))
    assert list(verify_chains()) == []


def test_jobs_that_run_twice_or_in_the_wrong_order_tell_once(city: City) -> None:
    order = to_in_hand(city)
    last = fresh(order).event_seq
    for first, until in ((3, last), (1, 2), (3, last), (1, last)):
        follow_up(order_id=order.pk, first=first, last=until)
    kinds = list(
        Message.objects.filter(order_number=order.number, resident__isnull=False).values_list(
            "kind", flat=True
        )
    )
    assert len(kinds) == len(set(kinds))
    at = T0 + timedelta(days=20)
    assert escalate(at=at) != (0, 0)
    for again in (at, at - timedelta(days=10), at + HOUR):
        assert escalate(at=again) == (0, 0)


# --- clocks that go backwards --------------------------------------------------------------------


@doors
def test_a_clock_set_back_gives_nobody_time(
    city: City, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """Signed after the limit; then the server's clock is set back a month, and it is finished."""
    order = to_in_hand(city)
    late = T0 + timedelta(days=20)
    act(actor=city.grid_worker, number=order.number, action="note", at=late,
        payload={"note": "还没有修"})  # fmt: skip
    handler = city.handler(order, "handler" if door is not by_phone else "grid_worker")
    with clock.frozen(T0 - timedelta(days=30)):
        accounts_actor.forget()
        door(handler, order, "finish", uuid.uuid4(), DONE)
    order = fresh(order)
    assert (order.state, order.on_time, order.finished_at) == ("to_check", False, late)
    times = list(
        OrderEvent.reached.filter(order=order).order_by("seq").values_list("at", flat=True)
    )
    assert times == sorted(times)
    assert "clock behind" in caplog.text
    assert list(verify_chains()) == []


def test_jobs_under_a_clock_that_goes_back_and_forth_act_once(city: City) -> None:
    order = to_in_hand(city)
    act(actor=city.handler(order), number=order.number, action="finish", payload=DONE, at=T0 + HOUR)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=T0 + HOUR)
    times: list[datetime] = [T0 + timedelta(days=n) for n in (2, -30, 20, -30, 20, 21)]
    done = [close_silent(at=at)["close_silent"] for at in times]
    assert done == [0, 0, 1, 0, 0, 0]
    order = fresh(order)
    assert (order.state, order.closed_at) == ("closed_unrated", times[2])


# --- a profile that changes in mid-order ---------------------------------------------------------


def changed_profile() -> Process:
    """A new version in force, in which a handler finishes without anybody looking."""
    old = Process.objects.get(key="matter", current=True)
    actions = [
        {**a, "to": "to_rate", "to_when": []} if a["key"] == "finish" else a
        for a in old.spec["actions"]
        if a["key"] != "object"
    ]
    Process.objects.filter(pk=old.pk).update(current=False)
    new = Process.objects.create(
        key="matter", version=old.version + 1, spec={**old.spec, "actions": actions}, current=True
    )
    pairs = set(ProcessTransition.objects.filter(process=old).values_list("from_state", "to_state"))
    rows = [
        ProcessTransition(process=new, from_state=a, to_state=b)
        for a, b in pairs | {("in_hand", "to_rate")}
    ]
    ProcessTransition.objects.bulk_create(rows)
    forget()
    return new


@doors
def test_an_order_follows_the_version_that_it_began_with(city: City, door: Door) -> None:
    before = to_in_hand(city)
    new = changed_profile()
    after = to_in_hand(city)
    assert before.process_id != after.process_id == new.pk
    role = "handler" if door is not by_phone else "grid_worker"
    for order, state in ((before, "to_check"), (after, "to_rate")):
        door(city.handler(order, role), order, "finish", uuid.uuid4(), DONE)
        assert fresh(order).state == state
    assert list(verify_chains()) == []


def test_what_the_new_version_took_away_is_refused_there_and_goes_on_here(city: City) -> None:
    before = to_in_hand(city)
    changed_profile()
    after = to_in_hand(city)
    why = {"reason": "灯杆属于交警大队的信号灯，不是路灯"}
    seen = stand(after)
    for door in (by_form, by_api):
        assert door(city.handler(after), after, "object", uuid.uuid4(), why) in {404, 409, 422}
    assert stand(after) == seen
    by_form(city.handler(before), before, "object", uuid.uuid4(), why)
    assert fresh(before).state == "arbitration"
