"""Three-way triage (ML-31): the pure rule, what a dispatch keeps, the share of overrides."""

from __future__ import annotations

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.orders.dispatch import triage
from gongzhi.orders.dispatch.routing import propose
from gongzhi.orders.dispatch.triage import Ruled, TriageKind, TriageRules
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orders.selectors.desk.triage_report import triage_lines, triage_orders
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City
from .processes.conftest import fresh, payload_of, step
from .processes.mile import mile, mile_ways

__all__ = ["mile", "mile_ways"]

NAMES = {"zh": "事"}
RULES = TriageRules(
    kinds={
        "big": TriageKind(NAMES, ("department", "street")),
        "small": TriageKind(NAMES, ("community",), "kind:community"),
        "private": TriageKind(NAMES, ("property",), "kind:property"),
    },
    by_duty={"department": "big", "community": "small"},
    classes={"306": "private", "30601": "small"},
)


@pytest.mark.parametrize(
    ("classes", "duty", "said"),
    [
        (["30601", "306"], "department", Ruled("small", "class", "30601")),
        (["30602", "306"], "", Ruled("private", "class", "306")),
        (["10101", "101"], "department", Ruled("big", "duty", "department")),
        (["10101", "101"], "property", None),
        ([], "", None),
    ],
)
def test_the_class_decides_before_the_duty(
    classes: list[str], duty: str, said: Ruled | None
) -> None:
    assert triage.rule(RULES, classes, duty) == said


def test_a_body_stands_for_one_of_the_three(mile: City) -> None:
    assert triage.chosen_kind(RULES, "street") == "big"
    assert triage.chosen_kind(RULES, "centre") == ""


def verified(city: City, code: str) -> Order:
    order = city.report(category_code=code)
    step(order, city.grid_worker, "verify_true")
    return fresh(order)


def test_a_dispatch_keeps_the_rule_and_an_override_its_reason(mile: City) -> None:
    followed = verified(mile, "10109")  # dispatched by the list, with the rule
    said = payload_of(followed, "dispatch")["triage"]
    assert (said["kind"], said["overridden"]) == ("big", False)
    changed = verified(mile, "10109")
    firm = orgs.bodies_of_kind("property")[0]
    with pytest.raises(Invalid):
        step(changed, mile.dispatcher, "reassign", body=firm.code)
    step(changed, mile.dispatcher, "reassign", body=firm.code, reason="在小区围墙里，归物业")
    said = payload_of(changed, "reassign")["triage"]
    assert (said["kind"], said["chosen"], said["overridden"]) == ("big", "private", True)
    page = order_page(mile.dispatcher, changed.number, now=T0)
    assert "改按私事" in repr(page.steps)

    lines = {line.key: line for line in triage_lines(mile.dispatcher, T0)}
    assert (lines["big"].count, lines["big"].overridden, lines["big"].share) == (2, 1, 50.0)
    assert lines["private"].share is None
    for line in lines.values():  # each figure is as many orders
        for overridden, count in ((False, line.count), (True, line.overridden)):
            found = triage_orders(
                mile.dispatcher, T0, kind=line.key, overridden=overridden, mark=""
            )
            assert len(found.lines) == count
    shown = triage_orders(mile.dispatcher, T0, kind="big", overridden=True, mark="")
    assert [one.reason for one in shown.lines] == ["在小区围墙里，归物业"]
    # Somebody of another body sees no figure of it.
    elsewhere = orgs.body_by_code("RS")
    assert elsewhere is not None
    stranger = mile.staff("handler", elsewhere)
    assert {line.count for line in triage_lines(stranger, T0)} == {0}


def test_other_cities_do_not_triage(city: City) -> None:
    order = verified(city, "10109")
    assert "triage" not in payload_of(order, "dispatch")
    assert propose(order.category, order.area_path).triage is None
