"""QJ-15: the organisation department asks the home community; the person sees all of it, and answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orders.models import Order, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import OpinionRequest, Person
from gongzhi.registers.reading.opinions import own_opinions
from gongzhi.registers.reading.own import as_json
from gongzhi.registers.services.ask_opinion import answer_opinion, ask_opinion, open_person
from gongzhi.registers.services.save_row import save_row
from tests.acceptance.cities import city as documents
from tests.acceptance.living import applied
from tests.orders.conftest import City, forget_all
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

NAME, NUMBER, WHY = "张小满", identity(7), "年度考核"
WROTE = "去年参加楼道清雪8次，居民说“随叫随到”。"


@pytest.fixture(scope="module")
def qianjiang(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("qianjiang", django_db_blocker)


class Qianjiang(City):
    """The cast in a city whose grids are two levels below the street."""

    def __init__(self) -> None:
        community = next(b for b in orgs.bodies_of_kind("community") if b.area_id)
        area = areas.area_by_id(community.area_id or 0)
        assert area is not None
        self.grid = next(leaf for leaf in areas.leaf_areas() if covers(area.path, leaf.path))
        self.community, self.community_area = community, area
        self.street_area = areas.ancestors(area.path)[1]
        self.centre = orgs.bodies_of_kind("centre")[0]
        self.street = self._body("street", area.path)


class Asked:
    """A registered person with an account, and who may ask."""

    def __init__(self) -> None:
        self.city = Qianjiang()
        place = Place(self.city)
        place.with_homes("1-101")
        row = {"building_code": "LY-1", "number": "1-101", "name": NAME, "id_number": NUMBER,
               "phone": "19900000001", "consent_on": "2026-11-01"}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=row)
        self.me = self.city.resident()
        Person.reached.update(account_id=self.me.resident_id)
        self.clerk, self.elsewhere = place.clerk, place.elsewhere()
        body = orgs.body_by_code("ZZB")
        assert body is not None
        self.asker = self.city.staff("handler", body)

    def ask(self, actor: Actor | None = None, **values: Any) -> Order:
        given = {"name": NAME, "id_number": NUMBER, "purpose": WHY, "client_key": uuid.uuid4()}
        return ask_opinion(actor=actor or self.asker, **(given | values))


@pytest.fixture
def asked(qianjiang: None, db: None) -> Iterator[Asked]:
    forget_all()
    yield Asked()
    forget_all()


def test_qj_15_asked_written_seen_and_answered(asked: Asked) -> None:
    order = Order.reached.get(pk=asked.ask().pk)
    assert (order.confined, order.lead_body_id) == (True, asked.city.community.id)
    bodies = set(OrderParty.objects.filter(order=order).values_list("body_id", flat=True))
    assert bodies == {asked.city.community.id, asked.asker.postings[0].body_id}
    kept = f"{order.text} {list(OrderEvent.reached.filter(order=order).values())}"
    assert NAME not in kept
    assert NUMBER not in kept
    # Only the two see it; whom it is about opens for them alone, and is logged for the person.
    for actor in (asked.city.director, asked.city.duty_officer, asked.elsewhere, asked.me):
        assert not Order.objects.visible_to(actor).filter(pk=order.pk).exists()
        with pytest.raises(NotFound):
            open_person(actor=actor, number=order.number)
    assert NAME in open_person(actor=asked.clerk, number=order.number)
    assert NAME not in browser_of(asked.clerk).get(f"/desk/orders/{order.number}/").content.decode()
    looks = AccessLog.objects.filter(resident_id=asked.me.resident_id)
    assert {row.user_id for row in looks} == {asked.asker.user_id, asked.clerk.user_id}
    with pytest.raises(Conflict):  # nothing is there yet to be answered
        answer_opinion(actor=asked.me, request_id=OpinionRequest.objects.get().pk, words="我说")
    payload = {"services_done": WROTE}
    act(actor=asked.clerk, number=order.number, action="opinion_give", payload=payload)
    page = browser_of(asked.me).get("/me/data/").content.decode()
    for words in (WROTE, WHY, "组织部"):
        assert words in page
    request = own_opinions(asked.me)[0]
    browser_of(asked.me).post(f"/me/data/opinions/{request.id}/reply/", {"words": "还有两次是周末"})
    found = own_opinions(asked.me)[0]
    assert (found.reply, found.may_reply) == ("还有两次是周末", False)
    assert (
        "还有两次是周末"
        in browser_of(asked.asker).get(f"/desk/orders/{order.number}/").content.decode()
    )
    assert as_json(asked.me)["opinions"][0]["written"] == WROTE
    with pytest.raises(Conflict):
        answer_opinion(actor=asked.me, request_id=request.id, words="再说一次")


def test_qj_15_nobody_else_asks_and_nobody_fishes(asked: Asked) -> None:
    other = asked.city.staff("handler", orgs.bodies_of_kind("department")[0])
    assert other.postings[0].body_id != asked.asker.postings[0].body_id
    for actor in (other, asked.clerk, asked.city.duty_officer, asked.me):
        with pytest.raises(Denied):
            asked.ask(actor)
    for wrong in ({"name": "别的人"}, {"id_number": identity(8)}, {"id_number": "19900000001"},
                  {"id_number": NAME}):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            asked.ask(**wrong)
        assert refused.value.field == "id_number"
    with pytest.raises(Invalid):
        asked.ask(purpose=" ")
    order = asked.ask()
    stranger = asked.city.resident("19900000002")
    with pytest.raises(NotFound):
        answer_opinion(actor=stranger, request_id=OpinionRequest.objects.get().pk, words="不是我")
    assert own_opinions(stranger) == []
    assert browser_of(other).get("/desk/registers/opinions/").status_code == 403
    assert Order.reached.get().pk == order.pk
    assert AccessLog.objects.filter(kind="open").count() == 1
    tried = AccessLog.objects.filter(kind="search", user_id=asked.asker.user_id)
    assert tried.count() == 4  # every pair that fits nobody
    assert not any(identity(8) in str(one) for one in tried.values_list())


def test_qj_15_is_switched_on_in_qianjiang_only() -> None:
    from tests.acceptance.cities import city

    for key in ("qianan", "jinan", "mile", "xiangyun"):
        found = city(key)
        assert "opinion" not in found.documents["orders/processes"]
        assert not found.documents["registers/settings"]["opinions"]["bodies"]
    assert "opinion" in documents("qianjiang").documents["orders/processes"]


def test_qj_15_its_order_reads_in_the_readers_language(asked: Asked) -> None:
    order = Order.reached.get(pk=asked.ask().pk)
    assert order.text == f"征求居住地社区意见：{WHY}"
    browser = browser_of(asked.clerk)
    browser.cookies["django_language"] = "en"
    page = browser.get(f"/desk/orders/{order.number}/").content.decode()
    assert f"Opinion of the home community: {WHY}" in page
    assert order.text not in page


def test_qj_15_stands_in_the_menu_of_who_may_ask(asked: Asked) -> None:
    entry = 'href="/desk/registers/opinions/"'
    page = browser_of(asked.asker).get("/desk/").content.decode()
    assert entry in page
    assert "征求社区意见" in page
    elsewhere = next(b for b in orgs.bodies_of_kind("department") if b.code != "ZZB")
    for actor in (asked.city.staff("handler", elsewhere), asked.clerk, asked.city.director):
        assert entry not in browser_of(actor).get("/desk/").content.decode()
    # On its own page it is the one entry that is marked, not the registers around it.
    marked = browser_of(asked.asker).get("/desk/registers/opinions/").content.decode()
    assert marked.split(entry, 1)[1].split(">", 1)[0].count("aria-current") == 1
    there = marked.split('href="/desk/registers/"', 1)[1].split(">", 1)[0]
    assert "aria-current" not in there
