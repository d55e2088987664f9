"""An ending is taken back: everything comes back exactly, or a sentence says what is in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import Posting, User
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import DutyClause, Order, OrderClock, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import (
    Body,
    BodyArea,
    BodyEnding,
    EndedRow,
    Membership,
    OfficePost,
    Responsibility,
)
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import DAYS, forget_endings, take_back_ending
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from gongzhi.volunteering.models import Team, TeamMember
from tests.signing_in import browser_of
from tests.wholedatabase import assert_as_before, whole_database

from .conftest import T0, City, forget_all
from .test_body_ending import other_department

DAY = T0.date()


@pytest.fixture
def boss(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


def an_open_order(city: City) -> Order:
    order = city.report()
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    order.refresh_from_db()
    act(actor=city.handler(order), number=order.number, action="sign", at=T0 + timedelta(minutes=1))
    order.refresh_from_db()
    return order


def hang_things_on(city: City, old: orgs.BodyRef, new: orgs.BodyRef) -> None:
    """Relations of every kind, of today and to come, alone and shared with the successor."""
    alliance, other = orgs.bodies_of_kind("alliance")[:2]
    since, later = DAY - timedelta(days=40), DAY + timedelta(days=20)
    for body, member, valid in (
        (alliance.id, old.id, DateRange(since, None)),
        (alliance.id, new.id, DateRange(since, None)),
        (other.id, old.id, DateRange(later, None)),
    ):
        Membership(body_id=body, member_id=member, representative="王代表", valid=valid).save()
    Responsibility(
        kind="area", body_id=old.id, area_id=city.community_area.id, valid=DateRange(since, None)
    ).save()
    OfficePost(body_id=old.id, post="head", holder_name="李", valid=DateRange(since, None)).save()
    OfficePost(body_id=old.id, post="deputy", holder_name="赵", valid=DateRange(later, None)).save()
    BodyArea.objects.create(body_id=old.id, area_id=city.community_area.id)
    child = Body.objects.create(
        code="T-1", name="下属站", kind="station", parent_id=old.id, from_profile=False
    )
    Body.objects.filter(pk=child.pk).update(path=f"{old.path}{child.pk}.")
    below = Body.objects.create(
        code="T-2", name="下属组", kind="station", parent_id=child.pk, from_profile=False
    )
    Body.objects.filter(pk=below.pk).update(path=f"{old.path}{child.pk}.{below.pk}.")
    both = city.staff("body_head", old)
    Posting.objects.create(
        user_id=both.user_id, role="body_head", body_id=new.id, valid=DateRange(since, None)
    )
    for host in (old.id, new.id):
        Team.objects.create(host_id=host, kind="x", name="先锋队", founded_on=since)
    resident = city.resident("13900000077")
    team = Team.objects.get(host_id=old.id)
    TeamMember(team=team, resident_id=resident.resident_id, name_sealed="sealed", since=T0).save()


def test_everything_comes_back_exactly(city: City, boss: Actor) -> None:
    order = an_open_order(city)
    old = orgs.body_by_id(order.lead_body_id or 0)
    assert old is not None
    handler = city.handler(order)
    new = other_department(old.id)
    hang_things_on(city, old, new)
    forget_all()
    before = whole_database()
    row = end_body(actor=boss, code=old.code, successor=new.code, why="机构改革", at=T0)
    assert {"children", "relations", "orders", "postings"} <= set(row.passed)
    assert Order.reached.get(pk=order.pk).lead_body_id == new.id
    assert take_back_ending(actor=boss, code=old.code, why="方案没有批下来", at=T0) > 5
    forget_all()
    assert_as_before(before)
    assert not EndedRow.objects.exists()
    said = OrderEvent.reached.filter(order=order, action="handed_over")
    assert said.count() == 2
    assert list(verify_chains()) == []
    assert orgs.body_by_code(old.code) is not None
    row.refresh_from_db()
    assert (row.undone_why, row.undone_by_id) == ("方案没有批下来", boss.user_id)
    # The handler goes on where it was, and the body can be ended once more and come back again.
    me = actor_of_user(User.objects.get(pk=handler.user_id))
    assert {one.body_id for one in me.postings} == {old.id}
    end_body(actor=boss, code=old.code, successor=new.code, why="又批了", at=T0)
    take_back_ending(actor=boss, code=old.code, why="又退了", at=T0)
    forget_all()
    assert_as_before(before)
    done = {"result": "10:20到场，已换新井盖，现已平稳。"}
    act(actor=me, number=order.number, action="finish", payload=done, at=T0 + timedelta(hours=1))


def test_what_was_done_since_stays_done(city: City, boss: Actor) -> None:
    """An order that the successor closed stays closed, a posting that ended stays ended."""
    order, second = an_open_order(city), an_open_order(city)
    old = orgs.body_by_id(order.lead_body_id or 0)
    assert old is not None
    new = other_department(old.id)
    gone = city.staff("body_head", old)
    end_body(actor=boss, code=old.code, successor=new.code, why="机构改革", at=T0)
    Posting.objects.filter(user_id=gone.user_id).update(valid=DateRange(DAY - timedelta(9), DAY))
    Order.reached.filter(pk=order.pk).update(phase="closed")
    take_back_ending(actor=boss, code=old.code, why="退回", at=T0)
    assert Order.reached.get(pk=order.pk).lead_body_id == new.id
    assert OrderParty.objects.filter(order=order, body_id=old.id, role="past").count() == 1
    assert Order.reached.get(pk=second.pk).lead_body_id == old.id
    assert not OrderClock.objects.filter(order=second, body_id=new.id).exists()
    [posting] = Posting.objects.filter(user_id=gone.user_id)
    assert (posting.body_id, posting.valid.upper) == (old.id, DAY)


def test_what_was_made_since_stands_in_the_way(city: City, boss: Actor) -> None:
    old, new, third = orgs.bodies_of_kind("department")[:3]
    alliance = orgs.bodies_of_kind("alliance")[0]
    Membership(
        body_id=alliance.id, member_id=old.id, valid=DateRange(DAY - timedelta(days=9), None)
    ).save()
    end_body(actor=boss, code=old.code, successor=new.code, why="合并", at=T0)
    before = whole_database()
    Membership.reached.filter(member_id=new.id).update(role="deputy")
    with pytest.raises(Conflict, match="成员关系"):
        take_back_ending(actor=boss, code=old.code, why="x", at=T0)
    Membership.reached.filter(member_id=new.id).update(role="member")
    assert_as_before(before)
    end_body(actor=boss, code=new.code, successor=third.code, why="再合并", at=T0)
    with pytest.raises(Conflict, match=new.name):
        take_back_ending(actor=boss, code=old.code, why="x", at=T0)
    take_back_ending(actor=boss, code=new.code, why="x", at=T0)
    assert_as_before(before)
    take_back_ending(actor=boss, code=old.code, why="x", at=T0)
    assert not apply_profile(profile_path("qianan")).changes


def test_its_place_was_taken_by_another(city: City, boss: Actor) -> None:
    one, two = orgs.bodies_of_kind("street")[:2]
    end_body(actor=boss, code=one.code, successor=two.code, why="并街", at=T0)
    Body.objects.create(
        code="T-9", name="新街道办", kind="street", path="9.", area_id=one.area_id,
        from_profile=False,
    )  # fmt: skip
    before = whole_database()
    with pytest.raises(Conflict, match="新街道办"):
        take_back_ending(actor=boss, code=one.code, why="x", at=T0)
    assert_as_before(before)


def test_refusals_change_nothing(city: City, boss: Actor) -> None:
    one, two = orgs.bodies_of_kind("department")[:2]
    end_body(actor=boss, code=one.code, successor=two.code, why="合并")
    director = city.director
    before = whole_database()
    late = clock.now() + timedelta(days=DAYS)
    for actor, code, why, at, refusal in (
        (director, one.code, "x", None, Denied),
        (boss, two.code, "x", None, NotFound),
        (boss, one.code, "  ", None, Invalid),
        (boss, one.code, "x", late, Conflict),
    ):
        with pytest.raises(refusal):
            take_back_ending(actor=actor, code=code, why=why, at=at)
    assert_as_before(before)


def test_after_a_month_it_stands_and_nothing_is_kept(city: City, boss: Actor) -> None:
    one, two = orgs.bodies_of_kind("department")[:2]
    DutyClause.objects.filter(lead=one.code).update(basis="原来")
    end_body(actor=boss, code=one.code, successor=two.code, why="合并")
    assert EndedRow.objects.exists()
    assert forget_endings() == 0
    assert forget_endings(at=clock.now() + timedelta(days=DAYS)) == 1
    assert not EndedRow.objects.exists()
    with pytest.raises(Conflict, match="30天"):
        take_back_ending(actor=boss, code=one.code, why="x")


def test_the_page_offers_it_and_keeps_the_history(city: City, boss: Actor) -> None:
    one, two = orgs.bodies_of_kind("department")[:2]
    end_body(actor=boss, code=one.code, successor=two.code, why="合并")
    browser = browser_of(boss)
    address = f"/desk/bodies/{one.code}/reopen/"
    director = browser_of(city.director)
    assert address not in director.get(f"/desk/bodies/{one.code}/").content.decode()
    assert director.get(address).status_code == 403
    assert director.post(address, {"why": "x"}).status_code == 403
    assert address in browser.get(f"/desk/bodies/{one.code}/").content.decode()
    assert "岗位" in browser.get(address).content.decode()
    assert browser.post(address, {"why": "没有批"}).status_code == 302
    page = browser.get(f"/desk/bodies/{one.code}/").content.decode()
    assert "撤回（没有批）" in page
    assert address not in page
    assert browser.get(address).status_code == 404
    assert BodyEnding.objects.get().undone_at is not None
