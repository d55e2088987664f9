"""ML-31 三事分流: big to the department, small to the community, private to the property firm."""

from __future__ import annotations

from gongzhi.orders.dispatch import triage
from tests.acceptance.cities import city as folder
from tests.orders.conftest import City
from tests.orders.processes.conftest import payload_of
from tests.orders.processes.mile import mile, mile_ways
from tests.orders.test_triage import verified

__all__ = ["mile", "mile_ways"]


def test_ml_31_three_way_triage(mile: City) -> None:
    for code, kind, body_kind in (
        ("10101", "big", "department"), ("30601", "small", "community"),
        ("30201", "private", "property"),
    ):  # fmt: skip
        order = mile.report(category_code=code)
        if order.state == "to_verify":
            order = verified(mile, code)
        said = payload_of(order, "dispatch")["triage"]
        assert (said["kind"], said["overridden"]) == (kind, False)
        rules = triage.rules_of(folder("mile").documents["orders/triage"])
        assert rules is not None
        assert body_kind in rules.kinds[kind].bodies


def test_ml_31_other_cities_by_data() -> None:
    assert folder("qianan").documents["orders/triage"] is None
