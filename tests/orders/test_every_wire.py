"""Each door tries over its own wire what `test_every_door.py` tries for all of them at once:

a step that is over, at an order of each process that is closed; messages of a phone in any state;
jobs that run when nothing is due, twice, and under a clock that was set back.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts.models import User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel import clock
from gongzhi.orders.hooks.outbox import Entry
from gongzhi.orders.models import OrderEvent
from gongzhi.orders.services.accept_outbox_entry import ACTION_KINDS, accept_outbox_entry
from gongzhi.orders.services.bulk_act import bulk_act
from gongzhi.orders.services.close_silent import close_silent
from gongzhi.orders.services.escalate import escalate
from gongzhi.orders.services.raise_calls import raise_calls
from gongzhi.orders.services.verify_chains import verify_chains
from tests.signing_in import browser_of

from .conftest import T0, City
from .everyway import People, Standing, every_way, in_every_state, snapshot, undone

__all__ = ["every_way"]
BACK = timedelta(days=30)


@pytest.fixture(scope="module")
def made(every_way: None, django_db_blocker: Any) -> Iterator[tuple[People, list[Standing]]]:
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(T0):
        accounts_actor.forget()
        people = People(City())
        yield people, in_every_state(people)
        transaction.set_rollback(True)


@pytest.fixture
def people(made: tuple[People, list[Standing]]) -> People:
    """Hired anew: whom another test hired went with it."""
    return People(made[0].city)


@pytest.fixture
def everywhere(made: tuple[People, list[Standing]]) -> list[Standing]:
    return made[1]


@pytest.fixture
def over(everywhere: list[Standing]) -> list[Standing]:
    """One closed order of each process."""
    return list({one.spec.key: one for one in everywhere if one.order.phase == "closed"}.values())


@pytest.fixture(autouse=True)
def _here(
    made: object, db: None, settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.INFO, logger="gongzhi.orders")
    accounts_actor.forget()
    with clock.frozen(T0):
        yield


def gone(one: Standing) -> str:
    """A step of its process that a closed order does not offer."""
    return next(key for key in one.illegal if key in one.spec.actions)


def test_the_desks_page_and_its_batch(people: People, over: list[Standing], caplog: Any) -> None:
    officer = people.of("duty_officer", people.city.centre)
    browser = browser_of(officer)
    for one in over:
        seen, number, action = snapshot(one.order), one.order.number, gone(one)
        answer = browser.post(
            f"/desk/orders/{number}/act/{action}/",
            {"client_key": str(uuid.uuid4()), "reason": "有"},
        )
        assert answer.status_code in {403, 404, 409, 422}, (one.label, action)
        assert "。" in answer.content.decode()
        [(_number, done, sentence)] = bulk_act(actor=officer, numbers=[number], action=action)
        assert not done
        assert sentence.endswith("。")
        assert snapshot(one.order) == seen, one.label
    assert caplog.text.count("refused") >= len(over)


def test_the_batchs_page(people: People, over: list[Standing]) -> None:
    """Matters alone have a batch; every other process is refused in words, line by line."""
    browser = browser_of(people.of("dispatcher", people.city.centre))
    seen = [snapshot(one.order) for one in over]
    values = {"action": "dispatch", "order": [o.order.number for o in over], "go": "1", "sure": "1"}
    answer = browser.post("/desk/bulk/", values, follow=True)
    assert answer.status_code in {200, 409, 422}
    assert [snapshot(one.order) for one in over] == seen


def test_the_api(people: People, over: list[Standing], caplog: Any) -> None:
    officer = people.of("duty_officer", people.city.centre)
    token = issue_api_key(user=User.objects.get(pk=officer.user_id), name="every door").token
    client = Client(HTTP_AUTHORIZATION=f"Bearer {token}")
    for one in over:
        seen = snapshot(one.order)
        body = json.dumps({"client_key": str(uuid.uuid4()), "payload": {"reason": "有理由"}})
        address = f"/api/v1/orders/{one.order.number}/actions/{gone(one)}"
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code in {403, 404, 409, 422}, (one.label, answer.content)
        assert "。" in json.dumps(answer.json(), ensure_ascii=False)
        assert snapshot(one.order) == seen, one.label
    assert caplog.text.count("refused") >= len(over)


def test_the_residents_page(people: People, over: list[Standing]) -> None:
    browser = browser_of(people.reporter)
    for one in over:
        for step in ("withdraw", "nudge"):
            if step in {action.key for action in one.offered}:
                continue
            seen = snapshot(one.order)
            answer = browser.post(f"/o/{one.order.number}/{step}/", follow=True)
            assert answer.status_code in {200, 403, 404, 409, 422}, (one.label, step)
            assert "。" in answer.content.decode()
            assert snapshot(one.order) == seen, (one.label, step)


def test_a_phones_messages_in_any_state_twice_and_stale(
    people: People, everywhere: list[Standing], caplog: Any
) -> None:
    """Carried out where the state offers it; else kept as a note, or refused: never half, never
    twice, and what the phone saw before the last change of state moves nothing.
    """
    worker = people.of("grid_worker", people.city.team)
    results: dict[str, int] = {}
    kinds = list(ACTION_KINDS)
    for place, one in enumerate(everywhere):
        for number, kind in enumerate((kinds[place % len(kinds)], kinds[(place + 3) % len(kinds)])):
            entry = Entry(
                client_key=uuid.uuid4(), kind=kind, number=one.order.number,
                seq=0 if number else None, payload={"why": "x", "note": "看过", "reason": "有"},
            )  # fmt: skip
            with undone():
                seen, events = snapshot(one.order), count(one)
                answer = accept_outbox_entry(actor=worker, entry=entry)
                results[answer.result] = results.get(answer.result, 0) + 1
                assert answer.message.strip()
                after = snapshot(one.order)
                _check(one, kind, entry, answer.result, seen, after, count(one) - events)
                again = accept_outbox_entry(actor=worker, entry=entry)
                assert snapshot(one.order) == after, (one.label, kind)
                assert again.result == answer.result
    assert set(results) == {"done", "noted", "refused"}
    assert caplog.text.count("refused entry") >= results["refused"]


def _check(
    one: Standing, kind: str, entry: Entry, result: str, seen: Any, after: Any, events: int
) -> None:
    offered = {action.key for action in one.offered}
    if result == "refused":
        assert after == seen, (one.label, kind)
    elif result == "noted":
        assert (after[0]["state"], after[2], after[3], events) == (
            seen[0]["state"], seen[2], seen[3], 1,
        )  # fmt: skip
    else:
        assert ACTION_KINDS[kind][0] in offered, (one.label, kind)
        assert kind == "note" or entry.seq is None, (one.label, kind)


def count(one: Standing) -> int:
    return OrderEvent.reached.filter(order=one.order).count()


def test_jobs_before_their_time_twice_and_under_a_clock_that_goes_back(
    everywhere: list[Standing],
) -> None:
    seen = [snapshot(one.order) for one in everywhere]
    for at in (T0 - BACK, T0):
        with clock.frozen(at):
            # Suspensions without a date and drafts are not due either.
            assert set(close_silent().values()) == {0}
            escalate()
            assert raise_calls() == 0
    assert [_stands(one) for one in everywhere] == [_of(row) for row in seen]
    later = T0 + timedelta(days=400)
    for at in (later, later):
        close_silent(at=at)
        escalate(at=at)
        raise_calls(at=at)
    after = [snapshot(one.order) for one in everywhere]
    for at in (later, T0 - BACK, later):
        close_silent(at=at)
        escalate(at=at)
        raise_calls(at=at)
    assert [snapshot(one.order) for one in everywhere] == after
    assert list(verify_chains()) == []


def _stands(one: Standing) -> Any:
    return _of(snapshot(one.order))


def _of(seen: Any) -> Any:
    """Without whom the clocks have told."""
    return seen[0], seen[1], seen[3]
