"""Merged and taken apart: the chains, the version of the process, the clock, those who follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.orders.models import (
    Order,
    OrderClock,
    OrderEvent,
    OrderParty,
    Process,
    ProcessTransition,
    Support,
)
from gongzhi.orders.process.current import forget
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.support import support
from gongzhi.orders.services.verify_chains import verify_chains

from .conftest import T0, City
from .processes.conftest import step
from .test_journey import to_in_hand

HOUR = timedelta(hours=1)
APART = {"reason": "到现场看是两盏灯"}


def followers(order: Order) -> set[int]:
    return set(Support.objects.filter(order=order).values_list("resident_id", flat=True))


def actions_of(order: Order) -> list[str]:
    rows = OrderEvent.reached.filter(order=order).order_by("seq")
    return list(rows.values_list("action", flat=True))


def snapshot() -> tuple[list[object], ...]:
    """Everything that a merge may touch."""
    return (
        list(Order.reached.order_by("pk").values()),
        list(OrderEvent.reached.order_by("pk").values_list("hash", flat=True)),
        list(OrderClock.objects.order_by("pk").values()),
        list(Support.objects.order_by("pk").values()),
    )


def test_it_goes_on_where_it_was_and_nobody_who_follows_is_lost(city: City) -> None:
    main = city.report(public=True)
    order = to_in_hand(city, actor=city.resident("19900000002"), public=True)
    neighbour = city.resident("19900000003")
    support(actor=neighbour, number=order.number, at=T0)
    merged = step(order, city.dispatcher, "merge", at=T0 + HOUR, into=main.number)
    spent = OrderClock.objects.get(order=order, stage="handle").clock_state["spent_seconds"]
    assert (merged.state, merged.phase, merged.merged_into_id) == ("merged", "closed", main.pk)
    both = {order.reporter_id, neighbour.resident_id}
    assert followers(main) == both
    later = T0 + timedelta(days=1)
    apart = step(merged, city.dispatcher, "unmerge", at=later, **APART)
    assert (apart.state, apart.phase, apart.merged_into_id) == ("to_sign", "open", None)
    assert apart.closed_at is None
    assert apart.holder_body_id == apart.lead_body_id == order.lead_body_id
    assert set(OrderParty.objects.filter(order=order, open=True).values_list("role", flat=True)) >= {
        "lead", "holder",
    }  # fmt: skip
    clock = OrderClock.objects.get(order=order, stage="handle", stopped_at=None)
    assert clock.clock_state["spent_seconds"] == spent > 0
    assert clock.started_at == OrderClock.objects.filter(order=order, stage="handle")[0].started_at
    assert clock.due_at is not None
    assert clock.due_at > later
    assert followers(main) == both
    assert followers(order) == {neighbour.resident_id}
    assert actions_of(order)[-2:] == ["merge", "unmerge"]
    assert actions_of(main)[-2:] == ["merged_in", "taken_apart"]
    assert list(verify_chains()) == []


def test_what_nobody_led_yet_is_read_anew_and_both_are_judged(city: City) -> None:
    main = to_in_hand(city, public=True)
    mine = city.resident("19900000002")
    order = city.report(mine, public=True, text="另一盏灯")
    step(order, city.dispatcher, "merge", at=T0 + HOUR, into=main.number)
    apart = step(order, city.acceptor, "unmerge", at=T0 + HOUR, **APART)
    assert (apart.state, apart.holder_body_id) == ("submitted", city.centre.id)
    assert not OrderClock.objects.filter(order=order, stage="handle").exists()
    assert apart.promised_at == order.promised_at
    main = step(main, city.handler(main), "finish", at=T0 + HOUR, result="已到现场换好，晚上亮了")
    step(main, city.grid_worker, "check_pass", at=T0 + HOUR)
    rate(actor=mine, number=main.number, solved=True, at=T0 + HOUR)
    again = step(apart, city.dispatcher, "merge", at=T0 + 2 * HOUR, into=city.report().number)
    assert again.state == "merged"
    assert list(verify_chains()) == []


def test_what_was_given_back_waits_again_for_who_is_to_act(city: City) -> None:
    order = to_in_hand(city)
    why = {"reason": "灯杆属于交警大队的信号灯，不是路灯"}
    step(order, city.handler(order), "return", at=T0 + HOUR, **why)
    step(order, city.dispatcher, "merge", at=T0 + HOUR, into=city.report().number)
    apart = step(order, city.dispatcher, "unmerge", at=T0 + 2 * HOUR, **APART)
    assert apart.state == "returned"
    assert not OrderClock.objects.get(order=order, stage="handle", stopped_at=None).running
    assert apart.holder_body_id == city.centre.id


def test_a_timeout_from_before_the_merge_stays(city: City) -> None:
    order, late = to_in_hand(city), T0 + timedelta(days=20)
    step(order, city.dispatcher, "merge", at=late, into=city.report().number)
    apart = step(order, city.dispatcher, "unmerge", at=late, **APART)
    handler = city.handler(apart)
    step(apart, handler, "sign", at=late)
    done = step(apart, handler, "finish", at=late, result="已到现场换好，晚上亮了")
    assert done.on_time is False


def test_each_follows_its_own_version_of_the_process(city: City) -> None:
    """A version from before there was `unmerge` knows none; merging over versions is no matter."""
    old = Process.objects.get(key="matter", current=True)
    spec = {**old.spec, "actions": [a for a in old.spec["actions"] if a["key"] != "unmerge"]}
    before = Process.objects.create(
        key="matter", version=old.version + 1000, spec=spec, current=False
    )
    rows = ProcessTransition.objects.filter(process=old).exclude(from_state="merged")
    ProcessTransition.objects.bulk_create(
        [
            ProcessTransition(process=before, from_state=r.from_state, to_state=r.to_state)
            for r in rows
        ]
    )
    order, main = city.report(), city.report()
    Order.reached.filter(pk=order.pk).update(process=before)
    step(order, city.dispatcher, "merge", at=T0 + HOUR, into=main.number)
    seen = snapshot()
    with pytest.raises(Invalid):
        step(order, city.dispatcher, "unmerge", at=T0 + HOUR, **APART)
    assert snapshot() == seen


def test_a_profile_that_changes_while_it_is_merged(city: City) -> None:
    """What began before goes by its own version, also into and out of an order of the new one."""
    order, main = to_in_hand(city), city.report()
    step(order, city.dispatcher, "merge", at=T0 + HOUR, into=main.number)
    old = Process.objects.get(key="matter", current=True)
    spec = {**old.spec, "actions": [a for a in old.spec["actions"] if a["key"] != "unmerge"]}
    Process.objects.filter(pk=old.pk).update(current=False)
    new = Process.objects.create(key="matter", version=old.version + 1000, spec=spec, current=True)
    pairs = ProcessTransition.objects.filter(process=old).exclude(from_state="merged")
    ProcessTransition.objects.bulk_create(
        [
            ProcessTransition(process=new, from_state=pair.from_state, to_state=pair.to_state)
            for pair in pairs
        ]
    )
    forget()
    apart = step(order, city.dispatcher, "unmerge", at=T0 + 2 * HOUR, **APART)
    assert (apart.state, apart.process_id) == ("to_sign", old.pk)
    later = city.report()
    assert later.process_id == new.pk
    step(apart, city.dispatcher, "merge", at=T0 + 3 * HOUR, into=later.number)
    again = step(apart, city.dispatcher, "unmerge", at=T0 + 4 * HOUR, **APART)
    assert (again.state, again.process_id) == ("to_sign", old.pk)
    step(later, city.dispatcher, "merge", at=T0 + 4 * HOUR, into=main.number)
    seen = snapshot()
    with pytest.raises(Invalid):
        step(later, city.dispatcher, "unmerge", at=T0 + 5 * HOUR, **APART)
    assert snapshot() == seen
    assert actions_of(later).count("taken_apart") == 1
    assert list(verify_chains()) == []


def test_who_may_not_and_what_is_not_merged_changes_nothing(city: City) -> None:
    main, order = city.report(), city.report()
    step(order, city.dispatcher, "merge", at=T0 + HOUR, into=main.number)
    seen = snapshot()
    for actor in (city.grid_worker, city.director, city.resident()):
        with pytest.raises(Denied):
            step(order, actor, "unmerge", at=T0 + HOUR, **APART)
    with pytest.raises(Invalid):
        step(order, city.dispatcher, "unmerge", at=T0 + HOUR)
    with pytest.raises(Conflict):
        step(main, city.dispatcher, "unmerge", at=T0 + HOUR, **APART)
    with pytest.raises(Invalid):  # into a closed one
        step(main, city.dispatcher, "merge", at=T0 + HOUR, into=order.number)
    assert snapshot() == seen
