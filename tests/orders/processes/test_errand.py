"""An errand (ML-35, QA-13, QA-16): item, papers, an agent, the result, the rating."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orders.models import OrderEvent
from gongzhi.orders.selectors.resident import view_of
from gongzhi.orders.services.rate import rate

from ..conftest import T0, City
from .conftest import fresh, payload_of, step
from .residents import clerk, ordered


def test_papers_an_agent_and_the_result(city: City) -> None:
    me = city.resident()
    order = ordered(city, "errand", me, item="pension", materials=["photo", "id"])
    assert (order.state, order.holder_body_id) == ("errand_asked", city.community.id)
    assert payload_of(order, "report")["materials"] == ["id", "photo"]
    worker = clerk(city)
    short = step(order, worker, "ask_materials", materials_short=["letter"])
    assert (short.state, short.phase) == ("errand_short", "paused")
    assert "还缺：委托书" in "".join(line["text"] for line in view_of(short, me).steps)
    step(order, worker, "have_materials")
    run = step(order, worker, "run_errand", person=worker.user_id)
    assert run.handler_id == worker.user_id
    late = T0 + timedelta(days=30)
    done = step(order, worker, "finish_errand", result="认证办好了，下月照常发放。", at=late)
    assert (done.state, done.on_time) == ("errand_rating", False)
    assert rate(actor=me, number=order.number, solved=True, satisfaction=2, at=late).solved


@pytest.mark.parametrize("wrong", [["gold"], "gold", 7])
def test_papers_that_are_no_papers(city: City, wrong: object) -> None:
    with pytest.raises(Invalid) as refused:
        ordered(city, "errand", item="pension", materials=wrong)
    assert refused.value.field == "materials"


def test_only_the_agent_s_body_runs_it(city: City) -> None:
    order = ordered(city, "errand", item="medicine")
    events = OrderEvent.reached.filter(order=order).count()
    with pytest.raises(Denied):
        step(order, city.director, "run_errand", person=1)
    assert fresh(order).state == "errand_asked"
    assert OrderEvent.reached.filter(order=order).count() == events
