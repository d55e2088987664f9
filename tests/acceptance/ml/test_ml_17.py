"""ML-17: what is pushed to a community is on its list or was admitted; else it is refused."""

from __future__ import annotations

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.orders.models import Order
from gongzhi.workload.affairs import affairs
from gongzhi.workload.models import Admission
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.conftest import step
from tests.orders.processes.test_admission import ask

__all__ = ["city", "qianan"]


def test_ml_17_on_the_list_admitted_or_refused(city: City) -> None:
    assert {one.kind for one in affairs()} == {"own", "assist", "forbidden"}
    for affair, said in (("居务公开", "不用准入"), ("协税护税", "F02")):
        with pytest.raises(Invalid) as refused:
            ask(city, affair=affair)
        assert said in str(refused.value)
    assert Order.reached.count() == 0
    order = ask(city)
    assert step(order, city.director, "admit", funding="funded").state == "admission_in_force"
    assert Admission.objects.get().body_id == city.community.id
    other = step(
        ask(city, affair="空置门店登记"), city.director, "refuse_admission", reason="可由街道办"
    )
    assert other.state == "admission_refused"
