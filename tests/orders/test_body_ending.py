"""A body ends and another takes over: open orders, people, areas, responsibilities, at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import Posting, User
from gongzhi.areas import selectors as areas
from gongzhi.areas.services.plan_change import plan_change
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch import routing
from gongzhi.orders.models import DutyClause, Order, OrderClock, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, BodyArea, BodyEnding, Responsibility
from gongzhi.orgs.services.delete_body import delete_body
from gongzhi.orgs.services.end_body import end_body, what_hangs_on
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.insight.changed_city import Asked, Neighbours, Part, merge, neighbours
from tests.signing_in import browser_of

from .conftest import T0, City, forget_all

DAY = T0.date()


@pytest.fixture
def boss(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


def other_department(body_id: int) -> orgs.BodyRef:
    parts = set(OrderParty.objects.values_list("body_id", flat=True))
    found = orgs.bodies_of_kind("department")
    return next(b for b in found if b.id != body_id and b.id not in parts)


def everything() -> list[Any]:
    return [
        list(Body.objects.order_by("id").values_list("id", "active", "path", "area_id")),
        list(BodyArea.objects.order_by("id").values_list("body_id", "area_id")),
        list(Posting.objects.order_by("id").values_list("id", "body_id", "valid")),
        list(OrderParty.objects.order_by("id").values_list("order_id", "body_id", "role")),
        list(Order.reached.order_by("id").values_list("lead_body_id", "event_seq")),
        BodyEnding.objects.count(),
    ]


def test_the_successor_goes_on_where_it_stood(city: City, boss: Actor) -> None:
    order = city.report()
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    order.refresh_from_db()
    handler = city.handler(order)
    act(actor=handler, number=order.number, action="sign", at=T0 + timedelta(minutes=1))
    old = orgs.body_by_id(order.lead_body_id or 0)
    assert old is not None
    new = other_department(old.id)
    clocks = list(OrderClock.objects.order_by("id").values_list("id", "due_at", "clock_state"))
    DutyClause.objects.filter(lead=old.code).update(basis="原来")
    clauses = DutyClause.objects.filter(lead=old.code).count()
    hanging = {one.key: one.count for one in what_hangs_on(Body.objects.get(pk=old.id))}
    assert (hanging["orders"], hanging["postings"]) == (1, 1)

    row = end_body(actor=boss, code=old.code, successor=new.code, why="机构改革", at=T0)
    assert (row.passed["orders"], row.passed["postings"]) == (1, 1)
    order = Order.reached.get(pk=order.pk)
    assert (order.lead_body_id, order.holder_body_id) == (new.id, new.id)
    assert not OrderParty.objects.filter(body_id=old.id).exists()
    again = list(OrderClock.objects.order_by("id").values_list("id", "due_at", "clock_state"))
    assert again == clocks, "no limit changes"
    assert OrderEvent.reached.filter(order=order, action="handed_over").count() == 1
    assert list(verify_chains()) == []
    assert DutyClause.objects.filter(lead=new.code, basis="原来").count() == clauses
    assert orgs.body_by_code(old.code) is None

    me = actor_of_user(User.objects.get(pk=handler.user_id))
    assert {one.body_id for one in me.postings} == {new.id}
    done = {"result": "10:20到场，已换新井盖，现已平稳。"}
    act(actor=me, number=order.number, action="finish", payload=done, at=T0 + timedelta(hours=1))


def test_refusals_change_nothing(city: City, boss: Actor) -> None:
    one, two = orgs.bodies_of_kind("department")[:2]
    street = orgs.bodies_of_kind("street")[0]
    before = everything()
    for actor, successor, why, refusal in (
        (city.director, two.code, "x", Denied),
        (boss, one.code, "x", Invalid),
        (boss, street.code, "x", Invalid),
        (boss, "no-such", "x", Invalid),
        (boss, two.code, "  ", Invalid),
    ):
        with pytest.raises(refusal):
            end_body(actor=actor, code=one.code, successor=successor, why=why)
    after = everything()
    assert after[0] == before[0]
    assert after[-1] == 0
    end_body(actor=boss, code=one.code, successor=two.code, why="x")
    with pytest.raises(Conflict):
        end_body(actor=boss, code=one.code, successor=two.code, why="x")
    with pytest.raises(Invalid):
        end_body(actor=boss, code=two.code, successor=one.code, why="x")


def test_after_a_merger_of_communities_one_body_is_left(city: City, boss: Actor) -> None:
    """The lower code answered for both; the page says so and offers the step that ends it."""
    found: Neighbours = neighbours(city)
    first = orgs.responsible_body("community", found.first.path)
    second = orgs.responsible_body("community", found.second.path)
    assert first is not None
    assert second is not None
    whole = Asked(
        "merge", DAY, (found.first.id, found.second.id), (Part("220723001901", "合并社区"),)
    )
    said = [line.detail for line in plan_change(actor=boss, asked=whole).moved]
    assert any("两个同类单位" in detail for detail in said)
    merge(found, DAY)
    forget_all()
    joined = areas.area_by_code("220723001901")
    assert joined is not None
    browser = browser_of(boss)
    page = browser.get(f"/desk/bodies/{second.code}/").content.decode()
    assert first.name in page
    assert "不止一个同类单位" in page
    address = f"/desk/bodies/{second.code}/close/"
    assert first.code in browser.get(address).content.decode()
    answer = browser.post(address, {"successor": first.code, "why": "两社区合并", "sure": "on"})
    assert answer.status_code == 302
    assert not Body.objects.get(pk=second.id).active
    assert "不止一个同类单位" not in browser.get(f"/desk/bodies/{first.code}/").content.decode()
    assert "两社区合并" in browser.get(f"/desk/bodies/{second.code}/").content.decode()
    now = orgs.responsible_body("community", joined.path)
    assert now is not None
    assert now.id == first.id


def test_areas_below_people_and_responsibilities(city: City, boss: Actor) -> None:
    """Two streets' offices become one: bodies below hang on it, it answers for both streets."""
    one, two = orgs.bodies_of_kind("street")[:2]
    child = Body.objects.create(
        code="T-1", name="临时", kind="party_branch", parent_id=one.id, from_profile=False
    )
    child.path = f"{one.path}{child.pk}."
    child.save()
    place = Responsibility(
        kind="area", body_id=one.id, area_id=city.community_area.id,
        valid=DateRange(DAY - timedelta(days=9), None),
    )  # fmt: skip
    place.save()
    people = city.staff("street_director", two)
    Posting.objects.create(
        user_id=people.user_id, role="street_director", body_id=one.id,
        valid=DateRange(DAY - timedelta(days=3), None),
    )  # fmt: skip
    end_body(actor=boss, code=one.code, successor=two.code, why="并街", at=T0)
    forget_all()
    child.refresh_from_db()
    assert (child.parent_id, child.path) == (two.id, f"{two.path}{child.pk}.")
    assert set(orgs.areas_of(two.id)) >= {one.area_id, two.area_id}
    place.refresh_from_db()
    assert place.valid.upper == DAY
    goes_on = Responsibility.reached.get(body_id=two.id, area_id=city.community_area.id)
    assert goes_on.valid == DateRange(DAY, None)
    mine = Posting.objects.filter(user_id=people.user_id, valid__contains=DAY)
    assert [row.body_id for row in mine] == [two.id]

    before = everything()
    apply_profile(profile_path("qianan"))
    for was, now in zip(before, everything(), strict=True):
        assert now == was, "a profile applied again brings nothing back"


def test_a_profile_does_not_bring_it_back(city: City, boss: Actor, tmp_path: Path) -> None:
    from tests.orgs.town import applied

    one, two = orgs.bodies_of_kind("street")[:2]
    end_body(actor=boss, code=one.code, successor=two.code, why="并街", at=T0)
    before = everything()[:2]
    applied(tmp_path, files={"orgs/extra.txt": "x"}, counted=(
        "  - {over: {level: 1}, kind: posted_team, letter: PZ, total: 1, suffix: 派驻队,"
        " suffix_en: Team, people: 3}\n"
    ))  # fmt: skip
    made = Body.objects.filter(code__startswith="PZ").values_list("id", flat=True)
    bodies = [row for row in everything()[0] if row[0] not in set(made)]
    assert bodies == before[0]
    assert not Body.objects.get(pk=one.id).active


def test_the_duty_list_of_a_profile_names_the_successor(city: City, boss: Actor) -> None:
    """Applied again, and routed: whoever took over, also by way of another; nothing changes."""
    old = orgs.body_by_code("CG")
    assert old is not None
    led = set(DutyClause.objects.filter(lead="CG").values_list("clause", flat=True))
    helped = set(
        DutyClause.objects.filter(supporting__contains=["CG"]).values_list("clause", flat=True)
    )
    assert led
    assert helped
    new, last = [b for b in orgs.bodies_of_kind(old.kind) if b.id != old.id][:2]
    end_body(actor=boss, code="CG", successor=new.code, why="机构改革", at=T0)
    end_body(actor=boss, code=new.code, successor=last.code, why="再合并", at=T0)
    forget_all()
    before = list(DutyClause.objects.order_by("clause").values("clause", "lead", "supporting"))
    applied = apply_profile(profile_path("qianan"))
    forget_all()
    assert not [one for one in applied.changes if one.section == "orders/duties"]
    now = list(DutyClause.objects.order_by("clause").values("clause", "lead", "supporting"))
    assert now == before
    assert led <= set(DutyClause.objects.filter(lead=last.code).values_list("clause", flat=True))
    # A line that still names the old one, from whatever source, goes to the successor too.
    clause = DutyClause.objects.select_related("category").get(clause=min(led))
    DutyClause.objects.filter(pk=clause.pk).update(lead="CG", supporting=["CG", new.code])
    forget_all()
    proposed = routing.propose(clause.category, city.grid.path)
    assert proposed.lead is not None
    assert proposed.lead.code == last.code
    assert proposed.supporting == ()
    applied = apply_profile(profile_path("qianan"))
    assert [one.key for one in applied.changes if one.section == "orders/duties"] == [clause.clause]
    assert DutyClause.objects.get(pk=clause.pk).lead == last.code


def test_a_mistake_can_be_deleted_while_nothing_hangs_on_it(city: City, boss: Actor) -> None:
    body = Body.objects.create(
        code="T-7", name="登记错的", kind="department", path="7.", from_profile=False
    )
    with pytest.raises(Denied):
        delete_body(actor=city.director, code="T-7")
    posted = city.staff("handler", orgs.BodyRef(**{
        name: getattr(body, name) for name in orgs.BodyRef.__dataclass_fields__}))  # fmt: skip
    with pytest.raises(Conflict, match="不能删除"):
        delete_body(actor=boss, code="T-7")
    Posting.objects.filter(user_id=posted.user_id).delete()
    delete_body(actor=boss, code="T-7")
    assert not Body.objects.filter(code="T-7").exists()
    with pytest.raises(Conflict, match="配置文件"):
        delete_body(actor=boss, code=orgs.bodies_of_kind("department")[0].code)
