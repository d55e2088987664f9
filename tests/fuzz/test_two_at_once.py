"""Two people press the same button in the same moment: one wins, the other reads a sentence.

Real threads on connections of their own, so the rows are committed and the tables emptied after.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection

from gongzhi.kernel.errors import Conflict, GongzhiError
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Call, Order, OrderEvent, Rating, Support
from gongzhi.orders.services.act import act
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.report import Draft, report
from gongzhi.orders.services.support import support
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.services.withdraw_call import cancel
from gongzhi.orders.settings import order_settings
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.orders.conftest import T0, City, forget_all
from tests.permissions.cast import photo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Any) -> Iterator[City]:
    settings.MEDIA_ROOT = tmp_path
    forget_all()
    apply_profile(profile_path("qianan"))
    forget_all()
    yield City()
    forget_all()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run each job in a thread of its own, started together; results or errors in order."""
    start = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(index: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = job()
        except Exception as error:  # what it is, is what the test asks
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def split(results: list[Any]) -> tuple[list[Any], list[Any]]:
    """(what was done, what was refused); an error that is no sentence fails the test."""
    errors = [r for r in results if isinstance(r, Exception)]
    for error in errors:
        assert isinstance(error, GongzhiError), repr(error)
        assert str(error)
    return [r for r in results if not isinstance(r, Exception)], errors


def events(order: Order, action: str) -> int:
    return OrderEvent.reached.filter(order=order, action=action).count()


def test_one_of_two_wins_and_the_other_is_told(city: City) -> None:
    """All scenes in one city, since applying the profile costs more than all of them."""
    same_button(city)
    same_report_twice(city)
    last_report_of_the_day(city)
    merged_into_each_other(city)
    followed_twice(city)
    rated_twice(city)
    called_answers_twice(city)
    withdrawn_while_answered(city)
    assert list(verify_chains()) == []


def same_button(city: City) -> None:
    order = city.report()
    workers = [city.grid_worker, city.grid_worker]

    def press(worker: Actor) -> Callable[[], Any]:
        return lambda: act(actor=worker, number=order.number, action="verify_true", at=T0)

    done, refused = split(at_once(*(press(worker) for worker in workers)))
    assert (len(done), len(refused)) == (1, 1)
    assert isinstance(refused[0], Conflict)
    assert "刚刚已有人处理了这一步" in str(refused[0])
    assert events(order, "verify_true") == 1
    assert done[0].first_handler_id in {worker.user_id for worker in workers}


def _called(city: City) -> tuple[Order, Call, Actor, Actor, Actor]:
    """An order with one call: who called, and two of the called body."""
    order, caller = city.report(), city.duty_officer
    [row] = call(actor=caller, number=order.number, body_ids=[city.team.id], at=T0)
    return order, row, caller, city.grid_worker, city.grid_worker


def called_answers_twice(city: City) -> None:
    order, row, _caller, one, two = _called(city)
    coming = partial(answer, actor=one, call_id=row.pk, step="received", at=T0)
    cannot = partial(answer, actor=two, call_id=row.pk, step="declined", feedback="车坏了", at=T0)
    done, refused = split(at_once(coming, cannot))
    assert (len(done), len(refused)) == (1, 1)
    assert "已经答复" in str(refused[0])
    row.refresh_from_db()
    assert (row.received_at is None) != (row.declined_at is None)
    assert events(order, "call_received") + events(order, "call_declined") == 1


def withdrawn_while_answered(city: City) -> None:
    order, row, caller, one, _two = _called(city)
    back = partial(cancel, actor=caller, call_ids=[row.pk], at=T0)
    coming = partial(answer, actor=one, call_id=row.pk, step="received", at=T0)
    taken, answered = at_once(back, coming)
    row.refresh_from_db()
    if taken == 1:
        assert isinstance(answered, Conflict)
        assert (row.received_at, events(order, "call_received")) == (None, 0)
    else:
        assert taken == 0
        assert (row.cancelled_at, events(order, "call_received")) == (None, 1)


def same_report_twice(city: City) -> None:
    me, key = city.resident("19900000003"), uuid.uuid4()
    draft = Draft(
        client_key=key, text="路灯不亮", category_code="10109", lon=city.lon, lat=city.lat
    )
    done, refused = split(at_once(*(lambda: report(actor=me, draft=draft, at=T0),) * 4))
    assert refused == []
    assert len({receipt.number for receipt in done}) == 1
    assert sorted(receipt.repeated for receipt in done) == [False, True, True, True]
    assert Order.reached.filter(client_key=key).count() == 1


def last_report_of_the_day(city: City) -> None:
    me, most = city.resident("19900000004"), order_settings().per_phone_daily
    for _number in range(most - 1):
        city.report(me)
    done, refused = split(at_once(*(lambda: city.report(me),) * 3))
    assert (len(done), len(refused)) == (1, 2)
    assert Order.reached.filter(reporter_id=me.resident_id).count() == most


def merged_into_each_other(city: City) -> None:
    one, two = city.report(), city.report(city.resident("19900000005"))
    officer = city.dispatcher

    def merge(order: Order, into: Order) -> Callable[[], Any]:
        payload = {"into": into.number}
        return lambda: act(
            actor=officer, number=order.number, action="merge", payload=payload, at=T0
        )

    done, _refused = split(at_once(merge(one, two), merge(two, one)))
    assert len(done) <= 1, "never both: each would wait for the other's result for ever"
    rows = [Order.reached.get(pk=order.pk) for order in (one, two)]
    assert sum(row.merged_into_id is not None for row in rows) == len(done)


def followed_twice(city: City) -> None:
    order, fan = city.report(public=True), city.resident("19900000006")
    _done, refused = split(at_once(*(lambda: support(actor=fan, number=order.number),) * 3))
    assert refused == []
    assert Support.objects.filter(order=order).count() == 1
    assert Order.reached.get(pk=order.pk).supporters == 1


def rated_twice(city: City) -> None:
    me, worker = city.resident("19900000007"), city.grid_worker
    order = city.report(me)
    result = {"result": "10:20到场，已换新井盖，现已平稳。"}
    attach(actor=worker, number=order.number, kind="after", blobs=[photo()])
    act(actor=worker, number=order.number, action="settle", payload=result, at=T0)
    done, refused = split(
        at_once(
            lambda: rate(actor=me, number=order.number, solved=True, satisfaction=3, at=T0),
            lambda: rate(actor=me, number=order.number, solved=False, comment="没有", at=T0),
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    assert Rating.objects.filter(order=order).count() == 1
