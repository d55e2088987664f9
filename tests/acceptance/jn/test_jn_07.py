"""JN-07: each matter has one main body and its supporting bodies; dispatch uses the list."""

from __future__ import annotations

from gongzhi.orders.models import DutyClause
from gongzhi.orders.selectors.desk.duties import duty_lines
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_jn_07_main_and_supporting_duty(city: City) -> None:
    lines = duty_lines()
    assert lines
    assert all(line.lead for line in lines)
    assert any(line.supporting for line in lines)
    order = city.report()
    assert (
        order.lead_body_id is None
        or DutyClause.objects.filter(category=order.category, active=True).exists()
    )
