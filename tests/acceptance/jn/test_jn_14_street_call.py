"""JN-14: street calls, departments respond, one thread; JN-10, JN-11: posted teams are called too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Conflict
from gongzhi.orders.models import Call, CallRating, OrderOrigin
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.judge_call import judge_call
from gongzhi.orders.services.raise_calls import raise_calls
from gongzhi.orgs import selectors as orgs
from tests.acceptance.cities import city as city_of
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import payload_of, start, step

RESULT = "城管和街道力量下午到现场，占道物品已清走，通道畅通。"


def test_jn_14_call_respond_report_judge(city: City) -> None:
    matter = city.report(source="snap")
    wanted = (orgs.bodies_of_kind("department")[0], orgs.bodies_of_kind("utility")[0])
    director = city.director
    order = start(
        city, director, "street_call", text=matter.text,
        origin=matter.number, called=tuple(body.code for body in wanted),
    )  # fmt: skip
    assert OrderOrigin.objects.get(order=order).origin_id == matter.pk
    first, second = Call.objects.filter(order=order).order_by("id")
    for row in (first, second):
        body = orgs.body_by_id(row.body_id)
        assert body is not None
        worker = city.staff("handler", body)
        with pytest.raises(Conflict):  # 办结 only when everybody has reported
            step(order, director, "close_street_call", result=RESULT)
        answer(actor=worker, call_id=row.pk, step="received", at=T0 + timedelta(minutes=9))
        answer(actor=worker, call_id=row.pk, step="arrived", at=T0 + timedelta(hours=1))
        answer(actor=worker, call_id=row.pk, step="feedback", feedback="已办", at=T0)
        judge_call(actor=director, call_id=row.pk, by="caller", satisfaction=3)
        judge_call(actor=worker, call_id=row.pk, by="called", satisfaction=2)
    done = step(order, director, "close_street_call", result=RESULT)
    assert done.phase == "closed"
    assert payload_of(matter, "led_to_result")["note"] == RESULT
    assert CallRating.objects.count() == 4


def test_jn_14_an_unanswered_call_rises_over_the_levels_of_the_profile(city: City) -> None:
    code = orgs.bodies_of_kind("department")[0].code
    order = start(city, city.director, "street_call", called=(code,))
    document = city_of("jinan").documents["orders/processes"]["street_call"]  # type: ignore[index]
    assert [level["to"] for level in document["calls"]["rises"]] == [
        "called", "centre", "government",
    ]  # fmt: skip
    risen = [raise_calls(at=T0 + timedelta(days=day)) for day in range(5)]
    assert risen == [0, 1, 1, 1, 0]
    assert Call.objects.get(order=order).raised == 3


def test_jn_10_and_jn_11_a_street_calls_departments_and_posted_teams() -> None:
    process = city_of("jinan").documents["orders/processes"]["street_call"]  # type: ignore[index]
    assert {"department", "posted_team"} <= set(process["calls"]["kinds"])
    assert process["calls"]["who"] == ["lead:street_clerk", "lead:street_director"]
    assert city_of("jinan").body_kinds()["posted_team"] == 132
