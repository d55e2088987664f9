"""JN-07: each matter has one main body and its supporting bodies; dispatch uses the list."""

from __future__ import annotations

from gongzhi.orders.models import DutyClause, Order
from gongzhi.orders.selectors.desk.duties import duty_lines
from gongzhi.orders.services.act import act
from tests.orders.conftest import T0, City, city, qianan

__all__ = ["city", "qianan"]


def test_jn_07_main_and_supporting_duty(city: City) -> None:
    lines = duty_lines()
    assert lines
    assert all(line.lead for line in lines)
    assert any(line.supporting for line in lines)
    order = city.report()
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    order = Order.reached.get(pk=order.pk)
    named = DutyClause.objects.filter(category=order.category, active=True)
    assert order.lead_body is not None
    assert named.filter(lead=order.lead_body.code).exists()
