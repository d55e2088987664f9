"""What a community hangs, attends and keeps: recorded by whoever asks, counted by community."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.ending.parts import endings
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.workload.models import Burden
from gongzhi.workload.reading.burden import burden_page
from gongzhi.workload.services.end_burden import end_burden
from gongzhi.workload.services.record_burden import record_burden, record_everywhere
from tests.orders.conftest import City, city, qianan
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]


def street(city: City) -> Actor:
    return city.staff("street_clerk", city.street, city.street_area)


def record(city: City, actor: Actor | None = None, **words: Any) -> Burden:
    values = {"body": city.community.code, "kind": "plaque", "name": "示范单位",
              "asked_by": "区科协"} | words  # fmt: skip
    return record_burden(actor=actor or street(city), **values)


def away(city: City) -> tuple[Actor, str]:
    """A community of another street, and its clerk."""
    other = next(
        one for one in orgs.bodies_of_kind("community")
        if one.id != city.community.id and one.parent_id != city.community.parent_id
    )  # fmt: skip
    return city.staff("community_clerk", other), other.code


def test_recorded_counted_by_community_and_taken_away(city: City) -> None:
    actor = street(city)
    plaque = record(city, actor)
    record(city, actor, kind="meeting", name="周调度会", a_year=52, basis="办发〔2026〕3号（示例）")
    record(city, actor, kind="ledger", name="巡查台账", asked_by="街道平安办")
    page = burden_page(actor, today=clock.today())
    line = next(one for one in page.lines if one.code == city.community.code)
    assert (line.counts, line.without_basis, line.gone) == ([1, 1, 1, 0], 2, 0)
    assert page.total == [1, 1, 1, 0]
    assert [one.code for one in page.lines] == sorted(one.code for one in page.lines)  # no ranking
    end_burden(actor=actor, burden_id=plaque.pk)
    line = next(
        one for one in burden_page(actor, today=clock.today()).lines
        if one.code == city.community.code
    )  # fmt: skip
    assert (line.counts, line.gone) == ([0, 1, 1, 0], 1)
    record(city, actor)  # it may come back; both lives are kept
    with pytest.raises(Conflict):
        end_burden(actor=actor, burden_id=plaque.pk)


def test_a_community_may_add_and_sees_its_own_alone(city: City) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    record(city, clerk)
    other, code = away(city)
    assert [one.code for one in burden_page(clerk, today=clock.today()).lines] == [
        city.community.code
    ]
    assert burden_page(other, today=clock.today()).items == []
    with pytest.raises(NotFound):
        end_burden(actor=other, burden_id=Burden.reached.get().pk)
    with pytest.raises(Invalid):
        record(city, clerk, body=code)
    for actor in (city.dispatcher, city.resident(), PUBLIC, city.staff("sysadmin", city.centre)):
        with pytest.raises(Denied):
            record(city, actor)
        assert Burden.objects.visible_to(actor).count() == 0
    # Whoever only reads ends nothing.
    with pytest.raises(Denied):
        end_burden(actor=city.staff("supervisor", city.street, city.street_area),
                   burden_id=Burden.reached.get().pk)  # fmt: skip
    assert Burden.reached.filter(ended_on=None).count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("body", "nowhere"), ("kind", "song"), ("name", "  "), ("name", "x" * 81),
        ("asked_by", ""), ("basis", "x" * 201), ("a_year", 0), ("a_year", 367),
        ("since", clock.today() + timedelta(days=2)), ("name", "a\x00b"),
    ],
)  # fmt: skip
def test_each_wrong_word_is_named_by_field(city: City, field: str, wrong: Any) -> None:
    with pytest.raises(Invalid) as refused:
        record(city, **{"kind": "meeting", "name": "会", field: wrong})
    assert refused.value.field == field
    assert not Burden.reached.exists()


def test_the_pages_and_the_same_thing_twice(city: City) -> None:
    browser = browser_of(street(city))
    words = {"body": city.community.code, "kind": "plaque", "name": "先进社区", "asked_by": "区里",
             "basis": "", "a_year": "", "since": ""}  # fmt: skip
    assert browser.post("/desk/burden/new/", words | {"name": ""}).status_code == 422
    assert browser.post("/desk/burden/new/", words).status_code == 302
    assert browser.post("/desk/burden/new/", words).status_code == 409
    page = browser.get(f"/desk/burden/?body={city.community.code}").content.decode()
    assert "先进社区" in page
    assert "没有依据" in page
    assert "先进社区" not in browser.get("/desk/burden/?body=none").content.decode()
    row = Burden.reached.get()
    assert browser.post(f"/desk/burden/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.ended_on == clock.today()


def test_it_goes_over_when_communities_merge(city: City) -> None:
    record(city)
    record(city, name="两边都有")
    _actor, code = away(city)
    heir = orgs.body_by_code(code)
    assert heir is not None
    boss = city.staff("street_clerk", city.centre)
    Burden.reached.create(body_id=heir.id, kind="plaque", name="两边都有", asked_by="x",
                          since=clock.today(), user_id=boss.user_id)  # fmt: skip
    ending = next(one for one in endings() if one.key == "burden")
    assert ending.count(city.community.id) == 2
    assert ending.pass_on(city.community.id, heir.id, clock.now()) == 1
    standing = Burden.reached.filter(ended_on=None)
    assert sorted(standing.values_list("body_id", "name")) == sorted(
        [(heir.id, "示范单位"), (heir.id, "两边都有")]
    )


def test_a_department_records_and_takes_away_what_it_asks_for(city: City) -> None:
    department = orgs.bodies_of_kind("department")[0]
    actor, other = city.staff("handler", department), orgs.bodies_of_kind("department")[1]
    row = record(city, actor, kind="form", name="月报表", asked_by="别的局", a_year=12)
    # In its own name, whatever is typed.
    assert (row.asked_by, row.asker_id) == (department.name, department.id)
    everyone = len(orgs.bodies_of_kind("community"))
    done = record_everywhere(actor=actor, kind="form", name="月报表", asked_by="", a_year=12)
    assert done == everyone - 1  # one stood there already
    with pytest.raises(Conflict):
        record_everywhere(actor=actor, kind="form", name="月报表", asked_by="")
    page = burden_page(actor, today=clock.today())
    assert page.total == [0, 0, 0, everyone]
    assert all(item.may_end for item in page.items)
    # Another department reads nothing of it and takes nothing away; the community reads its own.
    stranger = city.staff("body_head", other)
    assert burden_page(stranger, today=clock.today()).lines == []
    with pytest.raises(NotFound):
        end_burden(actor=stranger, burden_id=row.pk)
    clerk = city.staff("community_clerk", city.community, city.community_area)
    assert [one.name for one in burden_page(clerk, today=clock.today()).items] == ["月报表"]
    assert end_burden(actor=actor, burden_id=row.pk).ended_on == clock.today()


def test_a_community_names_a_department_which_then_reads_it(city: City) -> None:
    department = orgs.bodies_of_kind("department")[0]
    clerk = city.staff("community_clerk", city.community, city.community_area)
    for name, asked_by in (("周例会", department.name), ("月例会", "省里")):
        record(city, clerk, kind="meeting", name=name, asked_by=asked_by)
    actor = city.staff("body_head", department)
    assert [one.name for one in burden_page(actor, today=clock.today()).items] == ["周例会"]


def test_what_a_department_asked_for_comes_back_to_it_when_its_ending_is_taken_back(
    city: City,
) -> None:
    first, second = orgs.bodies_of_kind("department")[:2]
    row = record(city, asked_by=first.name)
    assert row.asker_id == first.id
    boss, at = city.staff("sysadmin", city.centre), clock.now()
    end_body(actor=boss, code=first.code, successor=second.code, why="合并", at=at)
    row.refresh_from_db()
    assert row.asker_id == second.id
    take_back_ending(actor=boss, code=first.code, why="撤回", at=at)
    row.refresh_from_db()
    assert row.asker_id == first.id


def test_a_firm_asks_for_nothing(city: City) -> None:
    firm = city.staff("handler", orgs.bodies_of_kind("property")[0])
    with pytest.raises(Denied):
        record(city, firm)
    browser = browser_of(firm)
    for path in ("/desk/burden/", "/desk/burden/new/"):
        assert browser.get(path).status_code == 403
    assert not Burden.reached.exists()


def test_the_departments_page_says_its_name_and_offers_every_community(city: City) -> None:
    department = orgs.bodies_of_kind("department")[0]
    browser = browser_of(city.staff("handler", department))
    form = browser.get("/desk/burden/new/").content.decode()
    assert f'value="{department.name}"' in form
    assert "全部社区" in form
    words = {"body": "*", "kind": "ledger", "name": "巡查台账", "a_year": "4"}
    assert browser.post("/desk/burden/new/", words).status_code == 302
    assert Burden.reached.count() == len(orgs.bodies_of_kind("community"))
    assert "巡查台账" in browser.get("/desk/burden/").content.decode()
