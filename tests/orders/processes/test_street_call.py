"""Street calls, departments respond (JN-14): answered, there, reported, judged by both, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.orders import calling
from gongzhi.orders.models import Call, CallRating, Order, OrderEvent, OrderOrigin, OrderParty
from gongzhi.orders.selectors.desk.calls import calls_part, thread_of
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.worklist import queues_of, worklist
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.judge_call import judge_call
from gongzhi.orders.services.raise_calls import raise_calls
from gongzhi.orders.services.withdraw_call import cancel, release
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City
from .conftest import fresh, payload_of, start, step

RESULT = "各家下午到现场，杂物清走，通道打通。"


def departments(city: City) -> list[orgs.BodyRef]:
    found = [
        body
        for body in orgs.bodies_of_kind("department")
        if calling._area_path(body) and city.grid.path.startswith(calling._area_path(body))
    ]
    return found[:2]


@pytest.fixture
def order(city: City) -> Order:
    codes = tuple(body.code for body in departments(city))
    return start(city, city.director, "street_call", called=codes)


def rows(order: Order) -> list[Call]:
    return list(Call.objects.filter(order=order).order_by("id"))


def worker(city: City, row: Call) -> Actor:
    body = orgs.body_by_id(row.body_id)
    assert body is not None
    return city.staff("handler", body)


def test_called_from_a_matter_nothing_is_typed_twice(city: City) -> None:
    matter = city.report()
    director = city.director
    assert [s.key for s in thread_of(director, matter).startable] == ["street_call"]
    made = start(city, director, "street_call", text=matter.text, origin=matter.number)
    assert OrderOrigin.objects.get(order=made).origin_id == matter.pk
    assert payload_of(matter, "led_to")["other"] == made.number
    assert thread_of(director, made).origin == (matter.number, "待核实")
    # No point was named: it lies where the first order lies, and those who are called find it.
    plain = start(
        city, director, "street_call", text=matter.text, origin=matter.number, lon=None, lat=None
    )
    assert plain.area_path == matter.area_path
    (row,) = call(actor=director, number=made.number, body_ids=[departments(city)[0].id], at=T0)
    answer(actor=worker(city, row), call_id=row.pk, step="feedback", feedback="清走了", at=T0)
    step(made, director, "close_street_call", result=RESULT)
    assert payload_of(matter, "led_to_result") == {"other": made.number, "note": RESULT}
    before = Order.reached.count()
    for number in (made.number, "QA000"):
        with pytest.raises(Invalid):
            start(city, director, "street_call", origin=number)
    assert Order.reached.count() == before


def test_from_the_call_to_the_end(city: City, order: Order) -> None:
    first, second = rows(order)
    assert (order.state, order.lead_body_id, first.caller_body_id) == (
        "street_called", city.street.id, city.street.id,
    )  # fmt: skip
    one, two = worker(city, first), worker(city, second)
    tab = queues_of(one, now=T0)[0]
    assert (tab.key, tab.count, tab.late) == ("called", 1, 0)
    (line,) = worklist(one, tab, Filters(), now=T0).rows
    assert (line.number, line.due_at, line.lamp) == (order.number, first.receipt_due, "green")
    answer(actor=one, call_id=first.pk, step="received", at=T0 + timedelta(minutes=5))
    answer(actor=two, call_id=second.pk, step="declined", feedback="车都出去了", at=T0)
    reads = calls_part(city.director, order, now=T0)
    assert reads is not None
    assert (reads.open, [row.declined for row in reads.rows]) == (2, [False, True])
    with pytest.raises(Conflict, match="还有没反馈的"):
        step(order, city.director, "close_street_call", result=RESULT)
    assert fresh(order).state == "street_called"
    answer(actor=one, call_id=first.pk, step="arrived", at=T0 + timedelta(hours=1))
    answer(actor=one, call_id=first.pk, step="feedback", feedback="已清走", at=T0)
    assert not queues_of(one, now=T0) or queues_of(one, now=T0)[0].key != "called"
    release(actor=city.director, call_id=second.pk, reason="一家就够了", at=T0)
    reads = calls_part(city.director, order, now=T0)
    assert reads is not None
    assert reads.rows[1].words == "免去呼叫：一家就够了"
    assert OrderParty.objects.get(order=order, body_id=second.body_id, role="called").open is False
    judge_call(actor=city.director, call_id=first.pk, by="caller", satisfaction=3, at=T0)
    judge_call(actor=one, call_id=first.pk, by="called", satisfaction=2, comment="说清地点更好")
    done = step(order, city.director, "close_street_call", result=RESULT)
    assert (done.state, done.phase, done.result) == ("street_call_done", "closed", RESULT)


def test_a_judgement_is_kept_once_and_never_changed(city: City, order: Order) -> None:
    first, second = rows(order)
    one, director = worker(city, first), city.director
    with pytest.raises(Conflict):  # not through yet
        judge_call(actor=director, call_id=first.pk, by="caller", satisfaction=3)
    answer(actor=one, call_id=first.pk, step="feedback", feedback="已清走", at=T0)
    judge_call(actor=director, call_id=first.pk, by="caller", satisfaction=1)
    with pytest.raises(Conflict):
        judge_call(actor=city.director, call_id=first.pk, by="caller", satisfaction=3)
    with pytest.raises(Invalid):
        judge_call(actor=one, call_id=first.pk, by="called", satisfaction=4)
    for actor, by in ((one, "caller"), (director, "called"), (worker(city, second), "called")):
        with pytest.raises(Denied):
            judge_call(actor=actor, call_id=first.pk, by=by, satisfaction=3)
    (said,) = CallRating.objects.all()
    assert (said.by, said.satisfaction) == ("caller", 1)
    for change in (
        lambda: CallRating.objects.filter(pk=said.pk).update(satisfaction=3),
        said.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    said.refresh_from_db()
    assert said.satisfaction == 1


def test_who_answers_late_and_who_is_not_called(city: City, order: Order) -> None:
    first, _second = rows(order)
    one = worker(city, first)
    answer(actor=one, call_id=first.pk, step="received", at=T0)
    with pytest.raises(Conflict, match="已经答复"):  # the second answer at once
        answer(actor=worker(city, first), call_id=first.pk, step="declined", feedback="来不了")
    first.refresh_from_db()
    assert (first.declined_at, first.declined_why) == (None, "")
    for stranger in (city.director, city.grid_worker, PUBLIC):
        with pytest.raises(NotFound):
            answer(actor=stranger, call_id=first.pk, step="arrived")
    with pytest.raises(Denied):
        release(actor=one, call_id=first.pk, reason="不去了")
    with pytest.raises(Invalid):
        answer(actor=one, call_id=first.pk, step="feedback", feedback=" ")
    first.refresh_from_db()
    assert (first.arrived_at, first.fed_back_at, first.cancelled_at) == (None, None, None)


def test_a_call_taken_back_is_answered_by_nobody(city: City, order: Order) -> None:
    director = city.director
    more = orgs.bodies_of_kind("utility")[0]
    made = call(actor=director, number=order.number, body_ids=[more.id], at=T0)
    other = worker(city, made[0])
    assert cancel(actor=city.director, call_ids=[made[0].pk], at=T0) == 0  # somebody else's
    assert cancel(actor=director, call_ids=[made[0].pk], at=T0 + timedelta(seconds=9)) == 1
    with pytest.raises(Conflict, match="撤销"):
        answer(actor=other, call_id=made[0].pk, step="received")
    assert not Order.objects.visible_to(other).filter(pk=order.pk).exists()
    again = call(actor=director, number=order.number, body_ids=[more.id], at=T0)
    answer(actor=other, call_id=again[0].pk, step="received", at=T0)
    assert cancel(actor=director, call_ids=[again[0].pk], at=T0) == 0
    assert Order.objects.visible_to(other).filter(pk=order.pk).exists()


def test_what_nobody_answers_rises_level_by_level(city: City, order: Order) -> None:
    first, second = rows(order)
    answer(actor=worker(city, second), call_id=second.pk, step="received", at=T0)
    assert first.receipt_due == T0 + timedelta(minutes=30)
    assert raise_calls(at=T0 + timedelta(minutes=29)) == 0
    assert raise_calls(at=T0 + timedelta(minutes=30)) == 1
    assert raise_calls(at=T0 + timedelta(minutes=31)) == 0
    assert raise_calls(at=T0 + timedelta(minutes=60)) == 1
    centre = OrderParty.objects.filter(order=order, role="supervisor").values_list("body_id")
    assert list(centre) == [(city.centre.id,)]
    answer(actor=worker(city, first), call_id=first.pk, step="declined", feedback="抽不出人")
    assert raise_calls(at=T0 + timedelta(days=3)) == 0
    raised = OrderEvent.reached.filter(order=order, action="call_raised").order_by("seq")
    assert [event.payload["raised"] for event in raised] == [1, 2]
    first.refresh_from_db()
    assert (first.raised, first.raise_at) == (2, None)


def test_who_may_call_whom(city: City, order: Order) -> None:
    before = Call.objects.count()
    for body_ids in ([], [city.community.id], [999_999]):
        with pytest.raises(Invalid):
            call(actor=city.director, number=order.number, body_ids=body_ids)
    elsewhere = next(
        b
        for b in orgs.bodies_of_kind("squad", "grid_team")
        if b.area_id and not city.grid.path.startswith(calling._area_path(b))
    )
    with pytest.raises(Denied):  # it does not answer for this place
        call(actor=city.director, number=order.number, body_ids=[elsewhere.id])
    with pytest.raises(Conflict):
        call(actor=city.director, number=order.number, body_ids=[departments(city)[0].id])
    for actor in (city.acceptor, worker(city, rows(order)[0])):
        with pytest.raises(Denied):
            call(actor=actor, number=order.number, body_ids=[city.team.id])
    with pytest.raises(NotFound):
        call(actor=PUBLIC, number=order.number, body_ids=[city.team.id])
    assert Call.objects.count() == before


def test_calling_off_releases_everybody(city: City, order: Order) -> None:
    done = step(order, city.director, "call_off_street", reason="物业已清走")
    assert (done.state, done.phase) == ("street_call_off", "closed")
    assert {row.cancel_reason for row in rows(order)} == {"物业已清走"}
    with pytest.raises(Conflict, match="免去"):
        answer(actor=worker(city, rows(order)[0]), call_id=rows(order)[0].pk, step="received")


def test_nobody_called_cannot_be_closed(city: City) -> None:
    alone = start(city, city.director, "street_call")
    with pytest.raises(Conflict):
        step(alone, city.director, "close_street_call", result=RESULT)
    assert fresh(alone).phase == "open"
