"""Admission of an affair (ML-17, XY-31): against the list, with money or without, for a time, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from gongzhi.accounts.models import User
from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.deciding import deciding
from gongzhi.orders.selectors.desk.names import body_name
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orgs import selectors as orgs
from gongzhi.workload.affairs import affairs, find
from gongzhi.workload.models import Admission
from gongzhi.workload.reading.standing import standing
from gongzhi.workload.services.end_admissions import end_admissions

from ..conftest import T0, City
from .conftest import fresh, start, step

FIRST, LAST = date(2026, 12, 1), date(2027, 3, 31)
ASKED: dict[str, Any] = {
    "affair": "老旧小区管网普查", "affair_basis": "县普查方案第三条", "affair_money": "20000",
    "affair_from": FIRST.isoformat(), "affair_to": LAST.isoformat(), "affair_power": "可以入户查看",
}  # fmt: skip


def department(city: City, role: str = "handler") -> Actor:
    return city.staff(role, orgs.bodies_of_kind("department")[0], areas.root_area())


def ask(city: City, actor: Actor | None = None, **values: Any) -> Order:
    given = {"body": city.community.code, "text": "请社区承接", "lon": None, "lat": None}
    return start(city, actor or department(city), "admission", **(ASKED | given | values))


def test_admitted_with_money_listed_and_over_by_itself(city: City) -> None:
    order = ask(city)
    assert (order.state, order.holder_body_id) == ("admission_asked", city.street.id)
    assert order.area_path == city.community_area.path
    done = step(order, city.director, "admit", funding="funded")
    assert (done.state, done.phase) == ("admission_in_force", "closed")
    row = Admission.objects.get()
    assert (row.body_id, row.funded, row.valid.lower) == (city.community.id, True, FIRST)
    clerk = city.staff("community_clerk", city.community, city.community_area)
    listed = standing(clerk, today=LAST)
    assert [(one.affair, one.mine, one.until) for one in listed] == [
        ("老旧小区管网普查", True, LAST)
    ]
    assert standing(clerk, today=LAST + timedelta(days=1)) == []
    client = Client()
    client.force_login(User.objects.get(pk=clerk.user_id))
    assert order.number in client.get("/desk/affairs/").content.decode()
    over = T0 + timedelta(days=(LAST - T0.date()).days)
    assert end_admissions(at=over) == 0
    assert end_admissions(at=over + timedelta(days=1)) == 1
    assert end_admissions(at=over + timedelta(days=1)) == 0
    assert fresh(order).state == "admission_ended"


@pytest.mark.parametrize(
    ("funding", "state", "rows"),
    [("recorded", "admission_unfunded", 1), ("refused", "admission_refused", 0)],
)
def test_without_money_it_is_refused_or_recorded_as_such(
    city: City, funding: str, state: str, rows: int
) -> None:
    order = ask(city, affair_money="")
    with pytest.raises(Invalid) as refused:
        step(order, city.director, "admit", funding="funded")
    assert (refused.value.field, fresh(order).state) == ("funding", "admission_asked")
    assert step(order, city.director, "admit", funding=funding).state == state
    assert Admission.objects.filter(funded=False).count() == rows == Admission.objects.count()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"affair": "邻里纠纷调解"}, "affair", "不用准入"),
        ({"affair": "完成 招商引资"}, "affair", "F01"),
        ({"affair": ""}, "affair", ""),
        ({"affair_basis": ""}, "affair_basis", ""),
        ({"affair_power": ""}, "affair_power", ""),
        ({"affair_to": "2026-11-30"}, "affair_to", "前面"),
        ({"affair_from": "2026-01-01", "affair_to": "2026-02-01"}, "affair_to", "过了"),
        ({"affair_power": "APP注册率达九成"}, "affair_power", "注册率"),
        ({"body": "SF"}, "body", ""),
    ],
)
def test_what_is_listed_forbidden_or_unsaid_is_refused(
    city: City, wrong: dict[str, str], field: str, said: str
) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        ask(city, **wrong)
    assert refused.value.field == field
    assert said in str(refused.value)
    assert Order.reached.count() == before


def test_the_same_affair_is_not_admitted_twice_at_one_time(city: City) -> None:
    first, second = ask(city), ask(city)  # both asked before either was decided
    step(first, city.director, "admit", funding="funded")
    with pytest.raises(Conflict):
        step(second, city.director, "admit", funding="funded")
    assert fresh(second).state == "admission_asked"
    with pytest.raises(Invalid) as refused:
        ask(city, affair="老旧小区 管网普查。", affair_from="2027-03-31", affair_to="2027-05-01")
    assert refused.value.field == "affair"
    ask(city, affair_from="2027-04-01", affair_to="2027-05-01")  # after it, it may be asked again
    caller = department(city)
    step(first, caller, "lift_admission", reason="普查提前做完", at=T0 + timedelta(days=20))
    assert Admission.objects.get().ended_at is not None
    step(second, city.director, "admit", funding="funded", at=T0 + timedelta(days=40))
    assert Admission.objects.filter(ended_at=None).count() == 1


def test_nobody_decides_what_they_asked_for(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    order = ask(city, clerk)
    assert order.holder_body_id == city.centre.id
    with pytest.raises(Denied):
        step(order, city.director, "admit", funding="funded")
    assert fresh(order).state == "admission_asked"
    step(order, city.duty_officer, "admit", funding="funded")
    for actor in (city.grid_worker, city.staff("community_clerk", city.community)):
        with pytest.raises(Denied):
            ask(city, actor)


def test_a_name_is_found_whatever_its_spaces_and_marks(city: City) -> None:
    listed = affairs()
    codes = {name: getattr(find(name, listed), "code", None) for name in (
        "居务公开", "居务 公开！", "拆违", "组织志愿服务活动", "管网普查", "税",
    )}  # fmt: skip
    assert codes == {"居务公开": "A01", "居务 公开！": "A01", "拆违": "F03",
                     "组织志愿服务活动": "A05", "管网普查": None, "税": None}  # fmt: skip


def test_the_director_s_page_asks_for_the_decision_and_says_who_asks(city: City) -> None:
    asker = department(city)
    order = ask(city, asker)
    (mine,) = deciding(city.director, now=T0).decisions
    assert (mine.number, mine.who_asks) == (
        order.number,
        body_name(orgs.bodies_of_kind("department")[0].id),
    )
    assert [(one.action, one.opens) for one in mine.buttons] == [
        ("admit", True), ("refuse_admission", False),
    ]  # fmt: skip
    page = order_page(city.director, order.number, now=T0)
    assert ("发起单位", mine.who_asks) in [(part.role, part.body) for part in page.parts]


def test_the_basis_is_said_in_the_reader_s_language(city: City) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    client = Client()
    client.force_login(User.objects.get(pk=clerk.user_id))
    assert "社区没有执法权（示例）" in client.get("/desk/affairs/").content.decode()
    client.cookies["django_language"] = "en"
    page = client.get("/desk/affairs/").content.decode()
    assert "A community has no power to enforce the law (example)" in page
    assert "社区没有执法权" not in page
    with override("en"), pytest.raises(Invalid, match="no power to enforce the law"):
        ask(city, affair="行政执法")
