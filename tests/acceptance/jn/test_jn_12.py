"""JN-12: supporting bodies are marked, and no figure of theirs counts what they only support."""

from __future__ import annotations

from gongzhi.insight.figures.live import count_by
from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import step
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]


def test_jn_12_supporting_is_marked_and_not_assessed(city: City) -> None:
    order = city.report()
    if order.state == "to_verify":
        order = step(order, city.grid_worker, "verify_true")
    lead = orgs.body_by_id(order.lead_body_id or 0)
    assert lead is not None
    helper = next(body for body in orgs.bodies_of_kind("department") if body.id != lead.id)
    handler = city.handler(order)
    step(order, handler, "add_co", bodies=[helper.code])
    page = browser_of(handler).get(f"/desk/orders/{order.number}/").content.decode()
    assert "协办（不计考核）" in page
    day = clock.local(T0).date()
    counted = count_by([day], "", "lead_body_id")
    assert counted[lead.id].reported == 1
    assert helper.id not in counted
