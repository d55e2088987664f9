"""XY-14: of the grid's five functions, emergency management (应急管理) runs from start to end."""

from __future__ import annotations

from gongzhi.orders.models import Call
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.call_bodies import call
from tests.acceptance.cities import city as city_of
from tests.orders.conftest import City
from tests.orders.processes.conftest import start, step


def test_xy_14_the_grid_answers_an_emergency(city: City) -> None:
    assert "emergency" in city_of("xiangyun").documents["orders/processes"]  # type: ignore[operator]
    clerk = city.staff("community_clerk", city.community, city.community_area)
    order = start(city, clerk, "emergency", text="河水漫上巷子", level="iv")
    call(actor=city.director, number=order.number, body_ids=[city.team.id])
    worker = city.grid_worker
    answer(actor=worker, call_id=Call.objects.get(order=order).pk, step="arrived")
    step(order, worker, "situation_report", situation="三户进水，正在转移")
    answer(
        actor=worker, call_id=Call.objects.get(order=order).pk, step="feedback", feedback="都转移了"
    )
    step(order, city.director, "end_emergency", result="三户已转移安置，水退后清淤。")
    done = step(order, city.director, "close_emergency", review="沙袋备得少，已补。")
    assert (done.state, done.phase) == ("emergency_closed", "closed")
