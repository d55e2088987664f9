"""What happens beside a matter that was handled: a call to the reporter, an appeal when it was late."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from gongzhi.demo.lives.hours import later
from gongzhi.demo.lives.world import Story, World
from gongzhi.orders.appeals import refusal
from gongzhi.orders.engine.effects.visiting import NO, UNKNOWN, YES
from gongzhi.orders.forms.follow_up import payload_of
from gongzhi.orders.models import Order, OrderOrigin

_ANSWERED: Final = 0.85  # of those who are called
_SOLVED: Final = ((YES, 0.86), (NO, 0.08), (UNKNOWN, 0.06))
_SATISFIED: Final = (("3", 0.62), ("2", 0.22), ("1", 0.06), (UNKNOWN, 0.10))
_EXEMPT: Final = 0.5
_SAID: Final = (
    "来的人很客气，弄完还收拾干净了。", "好是好了，就是等得久了点。", "谢谢，现在没事了。",
    "过两天再看看，要是再坏还得找你们。", "", "",
)  # fmt: skip
_WHY_LATE: Final = (
    "配件厂家停产，外地调货在路上耽误了三天，有物流单。",
    "连续降温，室外不能施工，有气象预警记录。",
    "挖开后发现是另一家的管线，等对方到场会签。",
    "诉求人约了周末才在家，入户改到了期限之后，有通话记录。",
)
_REVIEWED: Final = {
    True: ("附的单据齐全，耽误的时间不在承办单位。", "情况属实，已和诉求人核实。"),
    False: ("派单当天就能备件，理由不充分。", "期限内没有联系过诉求人，不予支持。"),
}
_APPELLANTS: Final = ("body_head", "handler", "community_secretary", "street_director")


def called_back(world: World, order: Order, rng: Random) -> None:
    """Some reporters are called by the centre while their matter waits for a rating."""
    if rng.random() < world.params.rates.called_back:
        start = later(world.now, rng.uniform(30, 600))
        world.start(max(start, world.now + timedelta(seconds=1)), _called(world, order, rng))


def _called(world: World, order: Order, rng: Random) -> Story:
    now = Order.reached.get(pk=order.pk)
    if now.state == "to_rate":
        given = {"reached": YES if rng.random() < _ANSWERED else NO}
        if given["reached"] == YES:
            given["said"] = _drawn(_SOLVED, rng)
            given["said_satisfied"] = _drawn(_SATISFIED, rng) if given["said"] == YES else "1"
            given["note"] = rng.choice(_SAID) if given["said"] == YES else "说还没有弄好。"
        caller = world.cast.at_centre("acceptor", rng)
        world.act(now, caller, "follow_up", **payload_of(given))
    yield from ()


def appealed(world: World, order: Order, rng: Random) -> None:
    """Some bodies that were late appeal a few days later."""
    if order.on_time is False and rng.random() < world.params.rates.appealed:
        world.start(later(world.now, rng.uniform(200, 1400)), _appeal(world, order, rng))


def _appeal(world: World, order: Order, rng: Random) -> Story:
    """Reviewed twice, by the street and by the centre; what is still under review stays so."""
    late = Order.reached.get(pk=order.pk)
    if late.state not in {"to_rate", "closed", "closed_unrated"} or refusal(late):
        return  # brought back meanwhile
    person = world.cast.one(late.lead_body_id or 0, _APPELLANTS, rng)
    world.act(late, person, "appeal_timeout", reason=rng.choice(_WHY_LATE))
    appeal = OrderOrigin.objects.select_related("order").get(
        origin=late, order__process__key="timeout_appeal"
    ).order  # fmt: skip
    world.made.append(appeal.pk)
    exempt = rng.random() < _EXEMPT
    words = _REVIEWED[exempt]
    yield later(world.now, rng.uniform(200, 1300))
    first = world.cast.one(appeal.holder_body_id or 0, ("street_director", "duty_officer"), rng)
    appeal = world.act(appeal, first, "first_for" if exempt else "first_against", reason=words[0])
    yield later(world.now, rng.uniform(120, 700))
    second = world.cast.at_centre("duty_officer", rng)
    if second.user_id == first.user_id:
        second = world.cast.at_centre("arbiter", rng)
    key = "grant_exemption" if exempt else "refuse_exemption"
    world.act(appeal, second, key, reason=words[1])


def _drawn(shares: tuple[tuple[str, float], ...], rng: Random) -> str:
    keys, weights = zip(*shares, strict=True)
    return str(rng.choices(keys, weights)[0])
