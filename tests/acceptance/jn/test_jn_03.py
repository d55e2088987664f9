"""JN-03 书记直通车、包挂领办: what is hard rises to a leader, who adopts it by name and answers for it.

The monthly comparison (月比月评) comes with another module, so each test shows a part.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.orders.models import Call, OrderParty
from gongzhi.orders.selectors.desk.deciding import deciding
from gongzhi.orders.services.raise_calls import raise_calls
from gongzhi.orgs import selectors as orgs
from tests.acceptance.cities import city as city_of
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import start, step

__all__ = ["city", "qianan"]


def test_jn_03_part_a_leader_adopts_what_is_hard_and_answers_by_a_date(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    file = start(city, clerk, "long_file", text="小区供暖二十年不热", since_year="2004")
    with pytest.raises(Denied):  # not whoever wrote it down: a leader
        step(file, clerk, "adopt_file")
    leader = city.director
    assert [one.number for one in deciding(leader, now=T0).decisions] == [file.number]
    going = step(file, leader, "adopt_file")
    assert going.handler_id == leader.user_id
    assert deciding(leader, now=T0).total == 0
    with clock.frozen(T0):
        answered = step(going, leader, "answer_file", note="管道已招标", answer_on="2026-12-17")
    assert answered.answer_on is not None
    assert answered.due_at == T0 + timedelta(days=30)


def test_jn_03_part_a_leader_above_the_street_takes_it_over(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    file = start(city, clerk, "long_file", text="小区供暖二十年不热", since_year="2004")
    step(file, city.director, "adopt_file")
    chief = city.staff("commander", city.centre, areas.root_area())
    taken = step(file, chief, "adopt_file")
    assert taken.handler_id == chief.user_id
    watching = OrderParty.objects.filter(order=file, role="supervisor", open=True)
    assert city.centre.id in watching.values_list("body_id", flat=True)


def test_jn_03_part_what_nobody_answers_rises_to_those_above(city: City) -> None:
    wanted = orgs.bodies_of_kind("department")[0]
    order = start(city, city.director, "street_call", called=(wanted.code,))
    assert [raise_calls(at=T0 + timedelta(days=day)) for day in range(4)] == [0, 1, 1, 1]
    assert Call.objects.get(order=order).raised == 3
    document = city_of("jinan").documents["orders/processes"]["street_call"]  # type: ignore[index]
    assert [level["to"] for level in document["calls"]["rises"]][-1] == "government"
    # Whoever stands above may press for it at any time, and sees it through from then on.
    chief = city.staff("commander", city.centre, areas.root_area())
    step(order, chief, "press", note="今天要有结果")
    watching = OrderParty.objects.filter(order=order, role="supervisor", open=True)
    assert city.centre.id in watching.values_list("body_id", flat=True)
