"""The three lists: kept by bodies, matched, agreed by people, traced to a result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.offerings.models import Entry
from gongzhi.offerings.reading.lists import lists_page, trace, unmet
from gongzhi.offerings.reading.proposals import proposals
from gongzhi.offerings.services.agree import agree
from gongzhi.offerings.services.end_entry import end_entry
from gongzhi.offerings.services.record_entry import Written, record_entry
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.ending.parts import endings
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.residents import clerk, provider
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]


def written(city: City, **values: Any) -> Written:
    today = clock.today()
    plain = {
        "side": "need", "body": city.community.code, "class_key": "care", "quantity": 3,
        "name": "老人理发", "unit": "人次", "skills": "理发", "starts_on": today,
        "ends_on": today + timedelta(days=14),
    }  # fmt: skip
    return Written(**(plain | values))


def unit_of(city: City) -> tuple[orgs.BodyRef, Actor]:
    body = provider(city)
    return body, city.staff("body_head", body)


def both(city: City, **offer: Any) -> tuple[Entry, Entry]:
    body, head = unit_of(city)
    need = record_entry(actor=clerk(city), written=written(city))
    values = {"side": "offer", "body": body.code, "name": "义剪队", "quantity": 2} | offer
    return need, record_entry(actor=head, written=written(city, **values))


def test_from_need_to_result(city: City) -> None:
    need, offer = both(city)
    actor, now, today = clerk(city), clock.now(), clock.today()
    (line,) = proposals(actor, today=today, now=now).lines
    assert (line.need.pk, line.offer.pk, line.quantity) == (need.pk, offer.pk, 2)
    assert any("会理发" in words for words in line.why)
    assert [(one.entries, one.units) for one in unmet(actor)] == [(1, 3)]
    carry = agree(actor=actor, need_id=need.pk, offer_id=offer.pk, quantity=2, proposed=True)
    assert (carry.body_id, carry.support_id) == (offer.body_id, need.body_id)
    assert unmet(actor)[0].units == 1
    with pytest.raises(Conflict):  # nothing is given twice
        agree(actor=actor, need_id=need.pk, offer_id=offer.pk, quantity=1, proposed=True)
    with pytest.raises(Conflict):
        end_entry(actor=actor, entry_id=need.pk, done=False, result="不用了")
    head = city.staff("body_head", orgs.body_by_id(offer.body_id) or city.street)
    assert [one.row.pk for one in lists_page(head, key="projects", state="open").lines] == [
        carry.pk
    ]
    end_entry(actor=head, entry_id=carry.pk, done=True, result="两位老人理好了")
    assert Entry.reached.get(pk=need.pk).state == "open"  # one of three is still wanted
    more = record_entry(actor=head, written=written(
        city, side="offer", body=orgs.body_by_id(offer.body_id).code, quantity=5))  # type: ignore[union-attr]  # fmt: skip
    second = agree(actor=actor, need_id=need.pk, offer_id=more.pk, quantity=1, proposed=True)
    end_entry(actor=actor, entry_id=second.pk, done=True, result="最后一位也理好了")
    need.refresh_from_db()
    assert (need.state, need.result) == ("done", "最后一位也理好了")
    assert [one.row.result for one in trace(actor, need.pk).answers] == [
        "两位老人理好了", "最后一位也理好了",
    ]  # fmt: skip
    assert trace(actor, carry.pk).need is not None
    assert unmet(actor) == []


def test_another_choice_needs_a_reason_and_given_up_is_free_again(city: City) -> None:
    need, offer = both(city, class_key="learn", skills="")
    actor = clerk(city)
    found = proposals(actor, today=clock.today(), now=clock.now())
    assert (found.lines, [row.pk for row in found.without]) == ([], [need.pk])
    asked = {"need_id": need.pk, "offer_id": offer.pk, "quantity": 2}
    with pytest.raises(Invalid) as refused:
        agree(actor=actor, proposed=False, **asked)
    assert refused.value.field == "why"
    carry = agree(actor=actor, proposed=False, why="她们也会理发", **asked)
    end_entry(actor=actor, entry_id=carry.pk, done=False, result="临时来不了")
    agree(actor=actor, proposed=False, why="改天来", **asked)
    assert Entry.reached.filter(side="carry").count() == 2


def test_only_the_bodies_themselves(city: City) -> None:
    need, offer = both(city)
    _body, head = unit_of(city)
    other = next(
        one for one in orgs.bodies_of_kind("community")
        if one.id != city.community.id and one.parent_id != city.community.parent_id
    )  # fmt: skip
    stranger = city.staff("community_clerk", other)
    with pytest.raises(NotFound):
        trace(stranger, need.pk)
    assert trace(stranger, offer.pk).line.mine is False  # offers are there to be found
    with pytest.raises(NotFound):
        agree(actor=stranger, need_id=need.pk, offer_id=offer.pk, quantity=1, proposed=True)
    with pytest.raises(Denied):
        end_entry(actor=stranger, entry_id=offer.pk, done=False, result="不办")
    with pytest.raises(Invalid):
        record_entry(actor=stranger, written=written(city))
    for actor in (PUBLIC, city.resident(), city.acceptor, city.staff("sysadmin", city.centre)):
        assert Entry.objects.visible_to(actor).count() == 0
        with pytest.raises(Denied):
            record_entry(actor=actor, written=written(city))
    assert Entry.objects.visible_to(head).count() == 1
    # A department whose post reaches over the whole city stands for itself alone.
    wide = city.staff("handler", orgs.bodies_of_kind("department")[0], areas.root_area())
    assert Entry.objects.visible_to(wide).count() == 1
    with pytest.raises(Invalid):
        record_entry(actor=wide, written=written(city))
    assert Entry.reached.filter(state="open").count() == Entry.reached.count() == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("side", "song"), ("class_key", "x"), ("part", "noon"), ("quantity", 0),
        ("quantity", 10**9), ("name", " "), ("name", "a\x00"), ("unit", "x" * 11),
        ("ends_on", clock.today() - timedelta(days=1)), ("support", "none"), ("body", "none"),
        ("ends_on", clock.today() + timedelta(days=3000)),
    ],
)  # fmt: skip
def test_each_wrong_word_is_named_by_field(city: City, field: str, wrong: Any) -> None:
    with pytest.raises(Invalid) as refused:
        record_entry(actor=clerk(city), written=written(city, **{field: wrong}))
    assert refused.value.field == field
    assert not Entry.reached.exists()


def test_the_pages(city: City) -> None:
    need, offer = both(city)
    browser = browser_of(clerk(city))
    assert "需求清单" in browser.get("/desk/lists/?list=needs").content.decode()
    form = {"side": "need", "body": city.community.code, "support": "", "class_key": "care",
            "name": "陪聊", "quantity": "1", "unit": "次", "starts_on": str(clock.today()),
            "ends_on": str(clock.today()), "part": "any"}  # fmt: skip
    assert browser.post("/desk/lists/new/", form | {"quantity": "-1"}).status_code == 422
    assert browser.post("/desk/lists/new/", form).status_code == 302
    page = browser.get("/desk/lists/matching/").content.decode()
    assert "义剪队" in page
    assert "没有合适的" in page
    pair = {"need": need.pk, "offer": offer.pk, "quantity": 2}
    assert browser.post("/desk/lists/matching/agree/", {**pair, "quantity": 9}).status_code == 422
    assert browser.post("/desk/lists/matching/agree/", pair).status_code == 302
    assert browser.post("/desk/lists/matching/agree/", {**pair, "why": "x"}).status_code == 409
    carry = Entry.reached.get(side="carry")
    assert browser.post(f"/desk/lists/{carry.pk}/end/", {"result": ""}).status_code == 302
    assert Entry.reached.get(pk=carry.pk).state == "open"
    browser.post(f"/desk/lists/{carry.pk}/end/", {"result": "办好了", "done": "1"})
    assert "办好了" in browser.get(f"/desk/lists/{need.pk}/").content.decode()
    assert "陪护照看" in browser.get("/desk/lists/unmet/").content.decode()


def test_entries_go_over_when_a_body_ends(city: City) -> None:
    both(city)
    ending = next(one for one in endings() if one.key == "list_entries")
    assert ending.count(city.community.id) == 1
    assert ending.pass_on(city.community.id, city.street.id, clock.now()) == 1
    assert Entry.reached.get(side="need").body_id == city.street.id
