"""Whatever arrives at any order of any process in the wrong state, again, out of order or under a
clock that was set back: one clear sentence, nothing changed, logged.

Generated from the profiles: an order in each state of each process of the five cities, and every
step of its process that the state does not offer. Doors share `act`, so it is tried by all of them
there; each door then tries one of them over its own wire.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from gongzhi.accounts import actor as accounts_actor
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order, OrderClock, OrderEvent
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains

from .conftest import T0, City
from .everyway import (
    People,
    Standing,
    every_way,
    in_every_state,
    payload_for,
    snapshot,
    undone,
)

__all__ = ["every_way"]
BACK = timedelta(days=30)


@dataclass(frozen=True)
class Made:
    """What all tests of this file look at; each takes back what it did."""

    people: People
    standings: list[Standing]
    steps: list[tuple[Standing, dict[str, Any]]]

    @property
    def each_step(self) -> list[tuple[Standing, dict[str, Any]]]:
        """Every action of every process once, out of one of its states."""
        found = {(one.spec.key, asked["action"]): (one, asked) for one, asked in self.steps}
        return list(found.values())


@pytest.fixture(scope="module")
def made(every_way: None, django_db_blocker: Any) -> Iterator[Made]:
    """Orders in every state, and every step that is offered somewhere and carried out."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(T0):
        accounts_actor.forget()
        people = People(City())
        standings = in_every_state(people)
        yield Made(people, standings, list(_steps(people, standings)))
        transaction.set_rollback(True)


def _steps(people: People, standings: list[Standing]) -> Iterator[tuple[Standing, dict[str, Any]]]:
    for one in standings:
        for action in one.offered:
            asked = {
                "actor": people.who_may(one, action),
                "action": action.key,
                "payload": payload_for(one, action, people),
            }
            with suppress(GongzhiError):
                with undone():
                    act(number=one.order.number, **asked)
                yield one, asked


@pytest.fixture(autouse=True)
def _here(
    made: Made, db: None, settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.INFO, logger="gongzhi.orders")
    with clock.frozen(T0):
        yield


ENDS = ("。", "？", "！")


def refused(one: Standing, caplog: pytest.LogCaptureFixture, **asked: Any) -> None:
    """With a sentence, and logged; that nothing changed is looked at by `unchanged`."""
    caplog.clear()
    with pytest.raises(GongzhiError) as error:
        act(number=one.order.number, **asked)
    assert str(error.value).endswith(ENDS), (one.label, asked["action"], str(error.value))
    assert "refused" in caplog.text, (one.label, asked["action"])


@contextmanager
def unchanged(one: Standing) -> Iterator[None]:
    seen = snapshot(one.order)
    yield
    assert snapshot(one.order) == seen, one.label


def test_there_are_orders_in_every_state_and_most_steps_are_taken(made: Made) -> None:
    """That the proofs below are about something."""
    specs = {one.spec.key: one.spec for one in made.standings}
    assert len(specs) >= 19
    assert len(made.standings) == sum(len(spec.states) for spec in specs.values()) > 120
    offered = sum(len(one.offered) for one in made.standings)
    assert len(made.steps) > 0.85 * offered > 300
    taken = {(one.spec.key, asked["action"]) for one, asked in made.steps}
    for key in ("admission", "data_request"):
        assert {action for process, action in taken if process == key} == set(specs[key].actions)


def test_a_step_that_the_state_does_not_offer_is_refused(
    made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    """To whoever may take it in another state, and to the system."""
    count = 0
    for one in made.standings:
        with unchanged(one):
            for key in one.illegal:
                action = one.spec.actions.get(key)
                actor = made.people.who_may(one, action) if action and count % 2 else SYSTEM
                payload = payload_for(one, action, made.people) if action else {}
                refused(one, caplog, actor=actor, action=key, payload=payload)
                count += 1
    assert count > 1000
    assert list(verify_chains()) == []


def test_a_step_of_others_is_refused(made: Made, caplog: pytest.LogCaptureFixture) -> None:
    people = made.people
    for one, asked in made.each_step:
        if asked["action"].startswith("rate_"):
            continue  # a try to rate in somebody's stead is kept on record: test_rating_rules.py
        stranger = people.neighbour if asked["actor"] != people.neighbour else people.reporter
        with unchanged(one):
            refused(one, caplog, **{**asked, "actor": stranger})


def test_what_arrives_again_does_nothing_and_a_strangers_repeat_is_refused(
    made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = made.people.of("supervisor", made.people.city.centre)
    for one, asked in made.each_step:
        with undone():
            key = uuid.uuid4()
            act(number=one.order.number, client_key=key, **asked)
            with unchanged(one):
                act(number=one.order.number, client_key=key, **asked)
                refused(one, caplog, client_key=key, **{**asked, "action": "no_such_step"})
                if not asked["action"].startswith("rate_"):
                    refused(one, caplog, client_key=key, **{**asked, "actor": stranger})


def test_under_a_clock_that_was_set_back_no_time_passes(
    made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    """A step then is the same as at the moment of the order's last event, and is logged."""
    for one, asked in made.each_step:
        stands = []
        for now in (T0, T0 - BACK):
            caplog.clear()
            with undone(), clock.frozen(now):
                try:
                    act(number=one.order.number, **asked)
                    stands.append(timeless(one.order))
                except GongzhiError as error:
                    stands.append((str(error),))
        assert stands[0] == stands[1], (one.label, asked["action"])
        assert "clock behind" in caplog.text or "refused" in caplog.text, one.label


def timeless(order: Order) -> tuple[Any, ...]:
    """Where an order stands and by which times, without what is drawn anew in each run."""
    row = Order.reached.filter(pk=order.pk).values().get()
    for name in ("event_hash", "merged_into_id"):
        row.pop(name)
    clocks = OrderClock.objects.filter(order=order).order_by("stage", "pk")
    return (
        row,
        list(OrderEvent.reached.filter(order=order).order_by("seq").values_list("at", "action")),
        list(clocks.values_list("stage", "started_at", "due_at", "running", "clock_state")),
    )
