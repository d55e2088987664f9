"""XY-31: money and power go with the task (费随事转、权随责走)."""

from __future__ import annotations

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.workload.models import Admission
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.conftest import payload_of, step
from tests.orders.processes.test_admission import ask

__all__ = ["city", "qianan"]


def test_xy_31_money_and_power_stand_in_the_admission_or_that_there_is_none(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        ask(city, affair_power="")
    assert refused.value.field == "affair_power"
    paid = ask(city)
    kept = payload_of(paid, "report")
    assert (kept["affair_money"], kept["affair_power"]) == ("20000.00", "可以入户查看")
    step(paid, city.director, "admit", funding="funded")
    unpaid = ask(city, affair="流动摊点登记", affair_money="")
    with pytest.raises(Invalid):
        step(unpaid, city.director, "admit", funding="funded")
    assert step(unpaid, city.director, "admit", funding="recorded").state == "admission_unfunded"
    assert list(Admission.objects.order_by("pk").values_list("funded", flat=True)) == [True, False]
