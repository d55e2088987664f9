"""What lies in the duty of a department or street never goes to a community as lead, by any door
(QJ-18; domain rules, Beijing art. 17); and a ruling does not make it forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.command.services.one_key import one_key_dispatch
from gongzhi.kernel.errors import GongzhiError, Invalid
from gongzhi.kernel.sheetin import SheetRow
from gongzhi.orders.dispatch import routing
from gongzhi.orders.forms.desk import refused_leads
from gongzhi.orders.models import Category, DutyClause, Order, OrderEvent, OrderParty
from gongzhi.orders.process.spec import OpeningSpec, spec_of
from gongzhi.orders.selectors.desk.options import LEAD_KINDS, near_groups, near_leads
from gongzhi.orders.services import start_at_desk as starting
from gongzhi.orders.services.bulk_act import bulk_act
from gongzhi.orders.services.import_reports import import_reports
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City
from .processes.conftest import start, step

REASON = "离得近，先派给社区"


class Case:
    """A class that is a department's duty by law, and orders of it."""

    def __init__(self, city: City) -> None:
        self.city = city
        clause = (
            DutyClause.objects.filter(
                legal_duty_of="department", category__kind="item", category__emergency=False
            )
            .order_by("clause")
            .first()
        )
        assert clause is not None
        self.category = clause.category.code
        self.clause = clause

    def waiting(self) -> Order:
        """An order of the class that a dispatcher has to send somewhere."""
        order = self.in_hand()
        handler = self.city.handler(order)
        return step(order, handler, "return", reason="不归我们管，请看清单")

    def in_hand(self) -> Order:
        order = self.city.report(category_code=self.category)
        if order.state == "to_verify":
            order = step(order, self.city.grid_worker, "verify_true")
        if order.state == "to_dispatch":
            order = step(
                order, self.city.dispatcher, "dispatch", reason="按职责",
                body=orgs.bodies_of_kind("department")[0].code,
            )  # fmt: skip
        assert order.state == "to_sign", order.state
        return order

    def in_arbitration(self) -> Order:
        order = self.in_hand()
        return step(order, self.city.handler(order), "object", reason="不归我们管，请看清单")


@pytest.fixture
def case(city: City) -> Case:
    return Case(city)


def by_dispatch(case: Case, code: str) -> Order:
    order = case.waiting()
    step(order, case.city.dispatcher, "dispatch", body=code, reason=REASON)
    return order


def by_reassigning(case: Case, code: str) -> Order:
    order = case.in_hand()
    step(order, case.city.dispatcher, "reassign", body=code, reason=REASON)
    return order


def by_ruling(case: Case, code: str) -> Order:
    order = case.in_arbitration()
    step(order, case.city.director, "rule", body=code, reason=REASON, write="1")
    return order


def by_many_at_once(case: Case, code: str) -> Order:
    order = case.waiting()
    payload = {"body": code, "reason": REASON}
    result = bulk_act(
        actor=case.city.dispatcher, numbers=[order.number], action="dispatch", payload=payload
    )
    assert not result[0][1]
    raise Invalid(result[0][2], "body")


def by_the_map(case: Case, code: str) -> Order:
    order = case.waiting()
    one_key_dispatch(actor=case.city.duty_officer, number=order.number, lead=code, note=REASON)
    return order


def by_a_program(case: Case, code: str) -> Order:
    order = case.waiting()
    user = User.objects.get(pk=case.city.dispatcher.user_id)
    key = issue_api_key(user=user, name="热线").token
    answer = Client(HTTP_AUTHORIZATION=f"Bearer {key}").post(
        f"/api/v1/orders/{order.number}/actions/dispatch",
        json.dumps({"payload": {"body": code, "reason": REASON}}),
        content_type="application/json",
    )
    assert answer.status_code == 422
    raise Invalid(answer.json()["message"], answer.json()["field"])


DOORS: list[Callable[[Case, str], Order]] = [
    by_dispatch, by_reassigning, by_ruling, by_many_at_once, by_the_map, by_a_program,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["community", "grid_team"])
def test_no_door_leads_to_a_community(case: Case, door: Any, kind: str) -> None:
    body = case.city.community if kind == "community" else case.city.team
    with pytest.raises(GongzhiError) as refused:
        door(case, body.code)
    assert refused.value.field == "body"
    assert "职责" in str(refused.value)
    order = Order.reached.latest("id")
    assert order.lead_body_id != body.id
    assert not OrderParty.objects.filter(order=order, role="lead", body_id=body.id).exists()
    last = OrderEvent.reached.filter(order=order).latest("seq")
    assert last.action in {"return", "object", "dispatch"}
    assert not DutyClause.objects.filter(ruled_from=order.number).exists()


def test_the_button_is_grey_and_says_who_could(case: Case) -> None:
    order = case.waiting()
    codes = refused_leads(order, near_groups(LEAD_KINDS, order.area_path))
    assert "职责" in codes[case.city.community.code]
    near = {choice.body.kind: choice for choice in near_leads(order)}
    assert near["community"].refusal
    assert near["street"].refusal == ""


def test_a_clause_that_names_a_community_is_not_followed(case: Case) -> None:
    """Neither by a report, nor by an import: what the system sends by itself passes the guard."""
    DutyClause.objects.filter(pk=case.clause.pk).update(lead="kind:community")
    routing.forget()
    order = case.city.report(category_code=case.category)
    if order.state == "to_verify":
        order = step(order, case.city.grid_worker, "verify_true")
    assert (order.state, order.lead_body_id) == ("to_dispatch", None)
    row = SheetRow(2, {"编号": "R2", "内容": "同样的事", "类别": case.category,
                       "网格": case.city.grid.code})  # fmt: skip
    import_reports(actor=case.city.acceptor, rows=[row], system="旧平台", at=T0)
    assert Order.reached.latest("id").lead_body_id is None


def test_a_ruling_does_not_make_the_duty_forgotten(case: Case) -> None:
    order = case.in_arbitration()
    other = orgs.bodies_of_kind("department")[-1]
    step(order, case.city.director, "rule", body=other.code, reason="按三定方案", write="1")
    routing.forget()
    clause = DutyClause.objects.get(ruled_from=order.number)
    assert clause.legal_duty_of == "department"
    category = Category.objects.get(code=case.category)
    assert routing.guard_lead(case.city.community, category, case.city.grid.path) is not None


def test_a_body_above_starts_nothing_that_a_community_leads_but_by_the_profile(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`chosen` without kinds never means a community; with kinds only those."""
    clerk = city.staff("street_clerk", city.street, city.street_area)
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        start(city, clerk, "rectification", body=city.community.code, weight="slight")
    assert refused.value.field == "body"
    spec, opens = starting.startable_one(clerk, "rectification")
    loose = OpeningSpec(**{**vars(opens), "lead_kinds": ()})
    monkeypatch.setattr(starting, "startable_one", lambda actor, key: (spec, loose))
    with pytest.raises(Invalid) as refused:
        start(city, clerk, "rectification", body=city.community.code, weight="slight")
    assert "准入" in str(refused.value)
    assert Order.reached.count() == before
    own = city.staff("community_clerk", city.community, city.community_area)
    order = start(city, own, "rectification", body=city.community.code, weight="slight")
    assert spec_of(order.process_id).key == "rectification"
    # In words as little: no quota from above, while the community may set its own aims.
    monkeypatch.setattr(
        starting, "startable_one",
        lambda actor, key: (spec, OpeningSpec(**{**vars(opens), "lead_kinds": ("community",)})),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        start(city, clerk, "rectification", body=city.community.code, weight="slight",
              text="反诈程序注册率要达到八成")  # fmt: skip
    assert refused.value.field == "text"
    assert "注册率" in str(refused.value)
    start(city, own, "rectification", body=city.community.code, weight="slight", text="覆盖率")
