"""ML-40: a community whistles, members of its registered homes come freely; one hour recorded.

ML-34: an emergency on the screen over all grids: forces are called, answer, and it is reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.command.selectors.panels import order_panel
from gongzhi.command.services.one_key import one_key_dispatch
from gongzhi.insight.figures.now import emergencies
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.orders.hooks.panels import panel_of
from gongzhi.orders.models import Order
from gongzhi.orders.services.answer_call import answer
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import MemberAtHome, MemberHelp
from gongzhi.registers.reading.own import as_json
from gongzhi.registers.reading.whistles import own_whistles
from gongzhi.registers.services.answer_whistle import answer_whistle, confirm_help
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.report_at_home import report_at_home
from gongzhi.registers.services.save_row import save_row
from tests.acceptance.living import applied
from tests.orders.conftest import T0, City, forget_all
from tests.orders.processes.conftest import payload_of, start, step
from tests.registers.conftest import Place
from tests.signing_in import browser_of

NAMES = ("周小明", "周小红", "李四")


@pytest.fixture(scope="module")
def mile(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("mile", django_db_blocker)


@pytest.fixture
def place(mile: None, db: None) -> Iterator[Place]:
    forget_all()
    with clock.frozen(T0):
        found = Place(City())
        found.with_homes("1-101")
        yield found
    forget_all()


def neighbour(place: Place, number: int) -> Actor:
    """A resident whose account is linked to a registered home of the community."""
    phone, name = f"1990000000{number}", NAMES[number - 1]
    words = {"building_code": "LY-1", "number": "1-101", "name": name, "phone": phone}
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    actor = place.city.resident(phone)
    update_resident(actor=actor, name=name)
    link_own_row(actor=actor)
    return actor


def whistle(place: Place) -> Order:
    at = (T0 + timedelta(days=1)).isoformat()
    return start(place.city, place.clerk, "community_call", text="明早扫雪，请带铁锹", help_at=at)


def test_ml_40_called_by_registered_home_and_free_to_come(place: Place) -> None:
    first, second, third = (neighbour(place, n) for n in (1, 2, 3))
    order = whistle(place)
    with pytest.raises(Conflict):  # nobody has reported
        step(order, place.clerk, "send_whistle")
    for one in (first, second):
        report_at_home(actor=one, call_me=True)
    step(order, place.clerk, "send_whistle")
    assert payload_of(order, "send_whistle")["called"] == 2
    told = Message.objects.filter(kind="member_called").values_list("resident_id", flat=True)
    assert set(told) == {first.resident_id, second.resident_id}
    answer_whistle(actor=first, number=order.number, answer="accept")
    answer_whistle(actor=second, number=order.number, answer="decline")
    assert MemberHelp.objects.visible_to(second).count() == 0  # no mark of a "no"
    with pytest.raises(NotFound):  # who has not reported is not called
        answer_whistle(actor=third, number=order.number, answer="accept")
    shown = panel_of(place.clerk, order)
    assert shown is not None
    assert (shown.values["called"], [h.name for h in shown.values["helpers"]]) == (2, ["周小明"])
    director = panel_of(place.city.director, order)
    assert director is not None
    assert (director.values["accepted"], director.values["helpers"]) == (1, [])


def test_ml_40_one_hour_by_the_member_or_the_organiser(place: Place) -> None:
    first, second = neighbour(place, 1), neighbour(place, 2)
    for one in (first, second):
        report_at_home(actor=one, call_me=True)
    order = whistle(place)
    step(order, place.clerk, "send_whistle")
    with pytest.raises(Conflict):  # not accepted
        answer_whistle(actor=first, number=order.number, answer="done")
    for one in (first, second):
        answer_whistle(actor=one, number=order.number, answer="accept")
    with pytest.raises(Conflict, match="还没到"):
        answer_whistle(actor=first, number=order.number, answer="done")
    there = T0 + timedelta(days=1)
    answer_whistle(actor=first, number=order.number, answer="done", at=there)
    step(order, place.clerk, "end_whistle", result="雪扫完了，谢谢大家。")
    row = MemberHelp.objects.visible_to(second).get()
    for stranger in (place.elsewhere(), place.city.director):
        with pytest.raises(NotFound):
            confirm_help(actor=stranger, help_id=row.pk)
    assert MemberHelp.objects.visible_to(second).get().minutes is None
    with pytest.raises(Conflict, match="还没到"):
        confirm_help(actor=place.clerk, help_id=row.pk)
    confirm_help(actor=place.clerk, help_id=row.pk, at=there)
    for one, said_by in ((first, "self"), (second, "organiser")):
        mine = MemberHelp.objects.visible_to(one).get()
        assert (mine.minutes, mine.said_by) == (60, said_by)
        assert own_whistles(one, hidden=(), now=T0).minutes == 60
        assert [row["recorded_by"] for row in as_json(one)["helped"]] == [said_by]
        with pytest.raises(Conflict):  # once
            answer_whistle(actor=one, number=order.number, answer="done", at=there)


def test_ml_40_nobody_is_called_for_a_time_that_is_over(place: Place) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid, match="已经过去了") as refused:
        start(
            place.city, place.clerk, "community_call", text="扫雪",
            help_at=(T0 - timedelta(minutes=5)).isoformat(),
        )  # fmt: skip
    assert refused.value.field == "help_at"
    assert Order.reached.count() == before


def test_ml_40_the_report_is_the_members_own(place: Place) -> None:
    me = neighbour(place, 1)
    unlinked = place.city.resident("19900000009")
    with pytest.raises(Conflict):
        report_at_home(actor=unlinked, call_me=True)
    with pytest.raises(Denied):
        report_at_home(actor=place.clerk, call_me=True)
    report_at_home(actor=me, call_me=True)
    assert MemberAtHome.objects.visible_to(place.clerk).count() == 0
    assert MemberAtHome.objects.visible_to(me).count() == 1
    report_at_home(actor=me, call_me=False)
    assert MemberAtHome.objects.visible_to(me).count() == 0


def test_ml_40_the_pages(place: Place) -> None:
    me = neighbour(place, 1)
    browser = browser_of(me)
    assert "/me/calls/" in browser.get("/me/").content.decode()
    browser.post("/me/calls/report/", {"call_me": "1"})
    order = whistle(place)
    step(order, place.clerk, "send_whistle")
    url = f"/me/calls/{order.number}"
    assert "明早扫雪" in browser.get("/me/calls/").content.decode()
    browser.post(f"{url}/decline/")
    assert "明早扫雪" not in browser.get("/me/calls/").content.decode()
    browser.post(f"{url}/accept/")
    early = browser_of(place.clerk).get(f"/desk/orders/{order.number}/").content.decode()
    assert "来了，记下" not in early
    assert "我去过了" not in browser.get("/me/calls/").content.decode()
    with clock.frozen(T0 + timedelta(days=1)):
        browser, desk = browser_of(me), browser_of(place.clerk)
        assert "我去过了，记1小时" in browser.get("/me/calls/").content.decode()
        assert "来了，记下" in desk.get(f"/desk/orders/{order.number}/").content.decode()
        row = MemberHelp.objects.visible_to(me).get()
        assert desk.post(f"/desk/registers/whistles/{row.pk}/confirm/").status_code == 302
        assert "已记1小时" in browser.get("/me/calls/").content.decode()


def test_ml_34_an_emergency_is_on_the_screen_until_it_is_over(place: Place) -> None:
    city = place.city
    order = start(city, place.clerk, "emergency", text="小区燃气味很重", level="ii")
    commander = city.staff("commander", city.centre, city.street_area)

    def emergencies_now() -> int:
        return emergencies(actor=commander, area_path=city.street_area.path)

    assert emergencies_now() == 1
    panel = order_panel(commander, order.number)
    assert panel is not None
    force = panel.forces.rows[0].id
    [row] = one_key_dispatch(actor=commander, number=order.number, forces=[force]).calls
    body = orgs.body_by_id(force)
    assert body is not None
    worker = city.staff("grid_worker", body, city.community_area)
    answer(actor=worker, call_id=row.pk, step="arrived")
    answer(actor=worker, call_id=row.pk, step="feedback", feedback="阀门已关，人已撤出")
    step(order, commander, "end_emergency", result="燃气公司已换阀门，检测合格，居民已返回。")
    step(order, city.director, "close_emergency", review="老阀门要普查，已列清单。")
    assert emergencies_now() == 0
