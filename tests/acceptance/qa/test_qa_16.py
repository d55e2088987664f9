"""QA-16 零跑代办点、便民工具站: a grid worker takes an errand at the door; tools are lent."""

from __future__ import annotations

from gongzhi.orders.services.rate import rate
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import start, step
from tests.orders.processes.residents import clerk
from tests.venues import test_tools
from tests.venues.conftest import Place, place

__all__ = ["city", "place", "qianan"]


def test_qa_16_run_for_me(city: City) -> None:
    order = start(
        city, city.grid_worker, "errand", source="visit", phone="19900000052", name="李奶奶",
        item="medicine", text="帮李奶奶取降压药",
    )  # fmt: skip
    agent = clerk(city)
    step(order, agent, "run_errand", person=agent.user_id)
    step(order, agent, "finish_errand", result="药取回来了，送到家里。")
    mine = city.resident("19900000052")
    assert rate(actor=mine, number=order.number, solved=True, satisfaction=3, at=T0).solved


def test_qa_16_tools_are_lent_and_never_below_zero(place: Place) -> None:
    test_tools.test_lent_and_taken_back_and_never_below_zero(place)


def test_qa_16_what_is_late_lost_or_damaged(place: Place) -> None:
    test_tools.test_late_ones_are_listed_and_reminded_once(place)
