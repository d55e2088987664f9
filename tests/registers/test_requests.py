"""Requests about the own row as orders: corrected, erased, refused, objected to, withdrawn."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.translation import override

from gongzhi.accounts.models import AccessLog
from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.words.written import text_of
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import DataRequest, Person, RegisterEvent
from gongzhi.registers.services.ask_about_own_data import ask_about_own_data, export_own_data
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.object_to_refusal import object_to_refusal
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE, NEW = "19900000001", "19900000009"


class Own(Place):
    """A resident who is linked to the own row, and the desk of the community."""

    me: Actor
    person: Person

    def ask(self, kind: str, note: str = "", **words: str) -> DataRequest:
        return ask_about_own_data(
            actor=self.me, kind=kind, client_key=uuid.uuid4(), words=words, note=note
        )

    def number(self, request: DataRequest) -> str:
        return Order.reached.get(pk=request.order_id).number

    def answer(self, request: DataRequest, action: str, actor: Actor | None = None, **words: str):  # type: ignore[no-untyped-def]
        return act(
            actor=actor or self.clerk, number=self.number(request), action=action, payload=words
        )


@pytest.fixture
def own(place: Place) -> Own:
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": PHONE,
             "id_number": identity(1)}  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    there = Own(place.city)
    there.me = place.city.resident(PHONE)
    update_resident(actor=there.me, name="周小明")
    link_own_row(actor=there.me)
    there.person = Person.reached.get()
    return there


def test_a_request_is_an_order_with_the_limit_of_the_law(own: Own) -> None:
    request = own.ask("correct", phone=NEW, note="号码换了")
    order = Order.reached.get(pk=request.order_id)
    assert (order.state, order.phase, order.source) == ("data_asked", "open", "request")
    assert order.due_at is not None
    assert order.due_at - order.reported_at >= timedelta(days=29)
    assert order.due_at - order.reported_at <= timedelta(days=31)
    assert order.promised_at == order.due_at
    assert order.lead_body_id == order.holder_body_id == own.city.community.id
    assert (order.public, order.published) == (False, False)
    events = OrderEvent.reached.filter(order=order)
    for text in (order.text, request.wish_sealed, *(str(e.payload) for e in events)):
        assert NEW not in text
        assert "号码换了" not in text
    # It waits in the worklist of the community and in nobody else's.
    page = browser_of(own.clerk).get("/desk/?tab=data_asked").content.decode()
    assert order.number in page
    assert "个人信息请求" in page
    assert order.number not in browser_of(own.elsewhere()).get("/desk/").content.decode()


def test_what_one_takes_along_is_in_the_language_of_the_reader(own: Own) -> None:
    own.ask("delete")
    with override("en"):
        (order,) = export_own_data(actor=own.me)["account"]["orders"]  # type: ignore[index]
        browser = browser_of(own.me)
        browser.cookies["django_language"] = "en"
        page = browser.get("/me/data/ask/withdraw/").content.decode()
    assert order["text"].startswith("Request: ")
    assert "Identity number, Phone number" in page


def test_granting_a_correction_changes_the_row_with_history_at_once(own: Own) -> None:
    request = own.ask("correct", phone=NEW)
    own.answer(request, "grant_request")
    own.person.refresh_from_db()
    assert open_(own.person.phone_sealed) == NEW
    assert open_(own.person.name_sealed) == "周小明"
    assert open_(own.person.id_sealed) == identity(1)
    event = RegisterEvent.reached.get(source="request")
    assert (event.kind, event.fields, event.source_id) == ("changed", ["phone"], request.pk)
    order = Order.reached.get(pk=request.order_id)
    assert (order.state, order.phase, order.on_time) == ("data_granted", "closed", True)
    request.refresh_from_db()
    assert request.outcome == "granted"
    page = browser_of(own.me).get("/me/data/").content.decode()
    assert "已按您的请求办好" in page
    assert "本人请求" in page
    assert list(verify_chains()) == []


def test_what_the_register_refuses_is_not_granted(own: Own) -> None:
    request = own.ask("correct", id_number=identity(5), sex="f")
    person = Person.reached.values().get()
    with pytest.raises(Invalid, match="登记册没有收下"):
        own.answer(request, "grant_request")
    assert Person.reached.values().get() == person
    # Whoever pressed the one button of the page reads why.
    address = f"/desk/orders/{own.number(request)}/act/grant_request/"
    page = browser_of(own.clerk).post(address, {"client_key": str(uuid.uuid4())})
    assert page.status_code == 422
    assert "登记册没有收下" in page.content.decode()
    assert Order.reached.get(pk=request.order_id).state == "data_asked"
    request.refresh_from_db()
    assert request.outcome == ""


@pytest.mark.parametrize("kind", ["withdraw", "delete"])
def test_what_is_held_by_consent_is_emptied_the_rest_kept_and_said_why(own: Own, kind: str) -> None:
    request = own.ask(kind)
    own.answer(request, "grant_request")
    own.person.refresh_from_db()
    assert (own.person.phone_sealed, own.person.id_sealed, own.person.id_blind) == ("", "", None)
    assert open_(own.person.name_sealed) == "周小明"
    request.refresh_from_db()
    assert request.erased == ["phone", "id_number"]
    assert request.kept == ["name", "number", "sex", "birth_year", "residence", "relation"]
    event = RegisterEvent.reached.get(source="request")
    assert (event.kind, event.fields, event.values) == ("erased", ["phone", "id_number"], {})
    page = browser_of(own.me).get("/me/data/").content.decode()
    assert "已清空：手机号、身份证号" in page or "已清空：身份证号、手机号" in page
    assert "履行法定职责" in page
    assert browser_of(own.clerk).post("/desk/registers/find/", {"q": PHONE}).content.decode().find(
        f"/people/{own.person.pk}/"
    ) < 0  # fmt: skip


def test_whoever_moved_away_is_erased_as_a_person_and_stays_a_figure(own: Own) -> None:
    Person.reached.filter(pk=own.person.pk).update(ended_on="2026-01-01")
    before = Person.reached.values("area_id", "sex", "birth_year", "residence").get()
    own.answer(own.ask("delete"), "grant_request")
    own.person.refresh_from_db()
    assert own.person.name_sealed == own.person.phone_sealed == own.person.id_sealed == ""
    assert own.person.tokens == []
    assert own.person.home_id is None
    assert Person.reached.values("area_id", "sex", "birth_year", "residence").get() == before
    page = browser_of(own.clerk).get(f"/desk/registers/people/{own.person.pk}/")
    assert page.status_code == 200


def test_a_refusal_has_a_reason_and_can_be_objected_to(own: Own) -> None:
    request = own.ask("correct", name="周大明")
    with pytest.raises(Invalid):
        own.answer(request, "refuse_request")
    own.answer(request, "refuse_request", reason="没有带身份证来核对")
    browser = browser_of(own.me)
    page = browser.get("/me/data/").content.decode()
    assert f"/me/data/requests/{request.pk}/object/" in page
    assert "没有带身份证来核对" in page
    # What is said to the person stands in no list that others read.
    assert Order.reached.get(pk=request.order_id).result == ""
    assert "没有带身份证来核对" in browser.get(f"/o/{own.number(request)}/").content.decode()
    assert browser.get(f"/me/data/requests/{request.pk}/object/").status_code == 200
    answer = browser.post(f"/me/data/requests/{request.pk}/object/", {"reason": "我带了"})
    assert answer.status_code == 302
    order = Order.reached.get(pk=request.order_id)
    assert (order.state, order.holder_body_id) == ("data_review", own.city.street.id)
    director = browser_of(own.city.director)
    assert order.number in director.get("/desk/director/").content.decode()
    with pytest.raises(Denied):  # who refused does not review the refusal
        own.answer(request, "overrule_refusal")
    own.answer(request, "overrule_refusal", own.city.director)
    own.answer(request, "grant_request")
    own.person.refresh_from_db()
    assert open_(own.person.name_sealed) == "周大明"


def test_after_an_upheld_refusal_the_way_to_court_is_said(own: Own) -> None:
    request = own.ask("delete")
    own.answer(request, "refuse_request", reason="正在办理低保，依法要留")
    object_to_refusal(actor=own.me, request_id=request.pk, reason="我不办了")
    own.answer(request, "uphold_refusal", own.city.director, reason="低保还在领取")
    assert "向法院起诉" in browser_of(own.me).get("/me/data/").content.decode()
    with pytest.raises(Conflict):
        object_to_refusal(actor=own.me, request_id=request.pk, reason="还是不同意")
    assert open_(Person.reached.get().phone_sealed) == PHONE


def test_only_the_community_of_the_row_answers_and_nobody_elses_is_seen(own: Own) -> None:
    request = own.ask("correct", phone=NEW)
    before = Person.reached.values().get()
    away = own.elsewhere()
    stranger = own.city.resident("19900000002")
    for actor in (away, stranger):
        with pytest.raises(NotFound):
            own.answer(request, "grant_request", actor)
    # Confined: posts of the area that have no part in it do not know that it is there.
    for actor in (own.city.dispatcher, own.city.director, own.city.grid_worker):
        with pytest.raises(NotFound):
            own.answer(request, "grant_request", actor)
    with pytest.raises(Denied):
        own.answer(request, "grant_request", own.me)
    with pytest.raises(NotFound):
        object_to_refusal(actor=stranger, request_id=request.pk, reason="不同意")
    href = f"/desk/registers/requests/{request.pk}/"
    assert browser_of(away).get(href).status_code == 404
    assert browser_of(away).post(href).status_code == 404
    assert browser_of(own.city.dispatcher).get(href).status_code == 403
    assert browser_of(stranger).get(f"/me/data/requests/{request.pk}/object/").status_code == 404
    assert Person.reached.values().get() == before
    assert not AccessLog.objects.exists()
    for actor in (own.clerk, SYSTEM, stranger):
        with pytest.raises((Denied, NotFound)):
            ask_about_own_data(actor=actor, kind="delete", client_key=uuid.uuid4())
    assert DataRequest.reached.count() == 1


def test_the_wish_is_masked_until_opened_and_that_is_logged(own: Own) -> None:
    request = own.ask("correct", phone=NEW, note="我叫周小明，换了号")
    browser, href = browser_of(own.clerk), f"/desk/registers/requests/{request.pk}/"
    order = browser.get(f"/desk/orders/{own.number(request)}/").content.decode()
    assert href in order
    for page in (order, browser.get(href).content.decode()):
        assert NEW not in page
        assert "换了号" not in page
    page = browser.post(href).content.decode()
    assert NEW in page
    assert PHONE in page
    assert "换了号" in page
    log = AccessLog.objects.get()
    assert (log.kind, log.subject) == ("open", f"people {own.person.pk}")
    assert log.resident_id == own.me.resident_id
    looks = browser_of(own.me).get("/me/data/").content.decode()
    assert own.number(request) in looks
    assert "community_clerk" not in looks
    assert own.clerk.name not in looks  # the office is told, not the clerk's name


def test_the_forms_of_the_resident(own: Own) -> None:
    browser = browser_of(own.me)
    for kind in ("correct", "withdraw", "delete"):
        assert browser.get(f"/me/data/ask/{kind}/").status_code == 200
    assert browser.get("/me/data/ask/other/").status_code == 404
    key = str(uuid.uuid4())
    answer = browser.post("/me/data/ask/correct/", {"client_key": key, "phone": "12"})
    assert answer.status_code == 422
    assert "11位" in answer.context["form"].errors["phone"][0]
    assert browser.post("/me/data/ask/correct/", {"client_key": key}).status_code == 422
    assert not DataRequest.reached.exists()
    for _twice in range(2):
        answer = browser.post("/me/data/ask/correct/", {"client_key": key, "phone": NEW})
        assert answer.status_code == 302
    assert DataRequest.reached.count() == Order.reached.count() == 1
    again = {"client_key": str(uuid.uuid4()), "phone": NEW}
    assert browser.post("/me/data/ask/correct/", again).status_code == 409
    assert DataRequest.reached.count() == 1
    number = Order.reached.get().number
    assert browser.post(f"/o/{number}/withdraw/").status_code == 302
    request = DataRequest.reached.get()
    assert (request.outcome, request.wish_sealed) == ("withdrawn", "")


def test_an_export_is_machine_readable_at_once_and_noted(own: Own) -> None:
    browser = browser_of(own.me)
    data = browser.get("/me/data/gongzhi-my-data.json").json()
    assert data["registered"]["姓名"] == "周小明"
    assert data["legal_basis"]
    assert data["account"]["orders"] == []
    assert [row["what"] for row in data["requests"]] == ["存成文件"]
    row = DataRequest.reached.get()
    assert (row.kind, row.outcome, row.order_id) == ("export", "granted", None)
    for actor in (own.clerk, SYSTEM):
        with pytest.raises(Denied):
            export_own_data(actor=actor)
    assert DataRequest.reached.count() == 1


def test_the_page_says_what_why_who_and_the_account(own: Own) -> None:
    browser = browser_of(own.me)
    page = browser.get("/me/data/").content.decode()
    for words in ("为什么登记", "个人信息保护法第13条", "我的账号", "199****0001", "还没有人看过"):
        assert words in page
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = browser.get("/me/data/").content.decode()
    assert "Personal Information Protection Law art. 13" in english


def test_its_order_reads_in_the_readers_language(own: Own) -> None:
    request = own.ask("correct", name="周晓明")
    order = Order.reached.get(pk=request.order_id)
    assert order.text == "请求：更正我的登记：姓名"
    with override("en"):
        assert text_of(order) == "Request: Correct what is registered about me: Name"
    browser = browser_of(own.clerk)
    browser.cookies["django_language"] = "en"
    page = browser.get(f"/desk/orders/{order.number}/").content.decode()
    assert "Request: Correct" in page
    assert "更正我的登记" not in page
    assert Order.reached.get(pk=order.pk).text == order.text
