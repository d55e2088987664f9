"""JN-33: 285 stations in their grids; whoever first takes a matter sees it to the end; errands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.services.act import act
from gongzhi.orgs import selectors as orgs
from gongzhi.venues.models import Station
from gongzhi.venues.reading.stations import near, standing
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import totals
from tests.orders.conftest import T0, City
from tests.orders.processes import test_errand
from tests.signing_in import browser_of
from tests.venues.conftest import Place, city, place, qianan

__all__ = ["city", "place", "qianan"]
HOUR = timedelta(hours=1)


def test_jn_33_stations_stand_in_grids(place: Place) -> None:
    assert totals(city_of("jinan"))["grid_station"] == 285
    row = place.add(name="驿站", kind="grid_point", area=place.city.grid.code)
    assert Station.objects.get(pk=row.pk).area_id == place.city.grid.id
    assert row in near(standing(), place.city.grid)


def test_jn_33_the_first_handler_stays_and_nothing_bounces_silently(city: City) -> None:
    order = city.report()
    worker = city.grid_worker
    act(actor=worker, number=order.number, action="verify_true", at=T0 + timedelta(minutes=20))
    order = Order.reached.get(pk=order.pk)
    lead, handler = order.lead_body_id, city.handler(order)
    assert order.first_handler_id == worker.user_id
    # A return says why, and the order is never without somebody who must act.
    with pytest.raises(Invalid) as refused:
        act(actor=handler, number=order.number, action="return", payload={}, at=T0 + HOUR)
    assert refused.value.field == "reason"
    reason = {"reason": "这盏灯是小区里的，归物业管"}
    order = act(actor=handler, number=order.number, action="return", payload=reason, at=T0 + HOUR)
    assert order.holder_body_id is not None
    assert order.lead_body_id == lead
    other = next(one for one in orgs.bodies_of_kind("department") if one.id != lead)
    payload = {"body": other.code, "reason": "查过产权，归这家管"}
    order = act(
        actor=city.dispatcher, number=order.number, action="dispatch", payload=payload,
        at=T0 + 2 * HOUR,
    )  # fmt: skip
    assert order.lead_body_id == other.id
    assert order.first_handler_id == worker.user_id
    page = browser_of(worker).get(f"/desk/orders/{order.number}/").content.decode()
    assert "首办人" in page
    events = OrderEvent.reached.filter(order=order, action="return")
    assert [row.payload["reason"] for row in events] == [reason["reason"]]


def test_jn_33_a_grid_worker_runs_the_errand(city: City) -> None:
    test_errand.test_papers_an_agent_and_the_result(city)
