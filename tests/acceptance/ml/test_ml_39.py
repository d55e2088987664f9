"""ML-39 “53522”: five stages with clocks of their own, values by estate, alarms on breach."""

from __future__ import annotations

from tests.acceptance.cities import city as folder
from tests.orders.conftest import City
from tests.orders.processes import test_owner_request
from tests.orders.processes.mile import mile, mile_ways

__all__ = ["mile", "mile_ways"]


def test_ml_39_five_stages_by_estate_with_alarms(mile: City) -> None:
    test_owner_request.test_an_estate_has_its_own_limit_and_its_neighbour_the_city_s(mile)
    test_owner_request.test_a_breach_rings(mile)
    documents = folder("mile").documents
    stages = [s["stage"] for s in documents["orders/processes"]["owner_request"]["states"]]
    five = [stage for stage in stages if stage.startswith("owner_")]
    assert len(five) == 5
    estates = {area.code for area in folder("mile").areas if area.kind == "estate"}
    rows = documents["orders/stage_limits"]
    assert {row["stage"] for row in rows} == set(five)
    assert {row["area_code"] for row in rows} <= estates
    assert all("示例" in row["note"] for row in rows)


def test_ml_39_is_miles_own() -> None:
    assert "owner_request" not in folder("qianan").documents["orders/processes"]
