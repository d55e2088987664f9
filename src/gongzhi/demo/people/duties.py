"""Made-up visits, needs, rounds and talks around the registered homes, through the true services."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import HazardRound, Need, Talk, Visit
from gongzhi.fieldwork.reading.homes import own
from gongzhi.fieldwork.reading.rounds import own_grids
from gongzhi.fieldwork.services.settle_need import settle_need
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.outbox import Entry
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.registers.models import Home, Person

LONG_AGO = timedelta(days=420)  # by then every field that visits ask is due
_VISITS = 14
_NEEDS = (
    "楼道灯不亮，晚上回来看不见", "楼道灯坏了有半个月", "楼道太黑，老人怕摔",
    "想给老人办居住证，不知道带什么", "门口没地方停电动车充电", "暖气不太热，卧室只有十六度",
    "楼下垃圾桶满了没人收", "想报名社区的合唱队",
)  # fmt: skip
_ANSWERS = {
    3: "带身份证和租房合同到社区办，已把清单发到楼栋群。",
    7: "已替他报名，周三下午两点活动。",
}
_TALKS = (
    {"said": "楼上漏水，找了物业两次没人来。", "outcome": "answered",
     "answer": "当场打电话约了物业，明天上午十点上门。"},
    {"said": "想问低保怎么申请。", "outcome": "passed", "passed_to": "街道民政窗口"},
    {"said": "邻居半夜装修，说过不听。", "outcome": "answered",
     "answer": "两家约好晚上八点后不施工。"},
)  # fmt: skip


def fill_duties(seed: str, end: datetime, worker: Actor, clerk: Actor) -> None:
    """What a grid worker and the community's clerk did in the last two weeks before `end`.

    A third of the homes was last seen more than a year ago, so that a visit has something to ask.
    """
    rng = Random(f"{seed}:duties")
    homes = list(own(worker, Home).order_by("id"))
    if not homes:
        return
    _let_age(homes, end)
    for number, home in enumerate(rng.sample(homes, min(_VISITS, len(homes)))):
        with clock.frozen(_at(end, rng)):
            _send(worker, f"{seed}:visit:{number}", "visit", _visit(number, home))
    for number, answer in _ANSWERS.items():
        for need in Need.reached.filter(text=_NEEDS[number], state="open"):
            settle_need(actor=clerk, need_id=need.pk, answer=answer, at=end)
    for grid in own_grids(worker):
        for kind in field_settings().rounds[1:]:
            with clock.frozen(_at(end, rng)):
                payload = {"round": kind.key, "area": grid.code}
                _send(worker, f"{seed}:round:{grid.code}:{kind.key}", "round_done", payload)
    for number, told in enumerate(_TALKS):
        with clock.frozen(_at(end, rng)):
            _send(clerk, f"{seed}:talk:{number}", "talk", told)
    for model in (Visit, Talk):
        model.reached.update(is_demo=True)
    HazardRound.objects.update(is_demo=True)


def _let_age(homes: list[Home], end: datetime) -> None:
    old = [home.pk for home in homes[::3]]
    day = clock.local(end - LONG_AGO).date()
    Home.reached.filter(pk__in=old).update(checked_on=day)
    Person.reached.filter(home_id__in=old).update(checked_on=day)


def _visit(number: int, home: Home) -> dict[str, Any]:
    payload: dict[str, Any] = {"home": str(home.pk), "met": "no" if number == 5 else "yes"}
    if number < len(_NEEDS):
        somebody = Person.reached.filter(home=home).exclude(phone_sealed="").first()
        payload |= {"text": _NEEDS[number], "person": str(somebody.pk) if somebody else "",
                    "agreed": "1" if somebody and number % 2 == 0 else ""}  # fmt: skip
    elif number == len(_NEEDS):
        payload["moved"] = "上月租客搬走了，房子空着（示例）"
    return payload


def _send(actor: Actor, key: str, kind: str, payload: dict[str, Any]) -> None:
    entry = Entry(uuid.uuid5(uuid.NAMESPACE_OID, key), kind, payload=payload)
    answer = accept_outbox_entry(actor=actor, entry=entry)
    if answer.result == "refused":
        raise ValueError(f"the demo's {kind} was refused: {answer.message}")


def _at(end: datetime, rng: Random) -> datetime:
    return end - timedelta(days=rng.randint(1, 13), minutes=rng.randint(0, 300))
