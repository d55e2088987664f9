"""A community's own menu (QJ-10): drawn up of what residents lack, taken by units, ordered."""

from __future__ import annotations

import shutil
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.offerings import catalogue
from gongzhi.offerings.body_ending import pass_on
from gongzhi.offerings.catalogue import Item, item_by_code, provider_at
from gongzhi.offerings.models import MenuLine, MenuTake, Series, SeriesDay
from gongzhi.offerings.reading.menu import MenuPage, menu_here, menu_page
from gongzhi.offerings.services.end_line import end_line
from gongzhi.offerings.services.give_line_back import give_line_back
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.put_up_dish import Dish, put_up_dish
from gongzhi.offerings.services.record_entry import record_entry
from gongzhi.offerings.services.recur import make_ahead, stop_series
from gongzhi.offerings.services.return_lines import return_lines
from gongzhi.offerings.services.take_line import take_line
from gongzhi.orders.hooks.providers import providers_of
from gongzhi.orders.models import Order
from gongzhi.orders.services.report import Draft
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.services.check_profile import read_profile
from gongzhi.profiles.source import profile_path
from gongzhi.volunteering.models import UnitCheckin
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit, end_unit
from tests.offerings.test_lists import written
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.residents import clerk
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]


@pytest.fixture(autouse=True)
def _fresh(city: City) -> None:
    catalogue.forget()


def unit_of(city: City) -> tuple[orgs.BodyRef, Actor]:
    """A unit that has checked in at the community, and its head."""
    body = orgs.bodies_of_kind("unit")[0]
    check_in_unit(actor=clerk(city), asked=Asked(body.code, city.community.code, date(2026, 1, 1)))
    return body, city.staff("body_head", body)


def dish(city: City, **values: Any) -> Dish:
    plain = {
        "body": city.community.code, "name": "家门口磨剪子", "words": "每次先打电话约，当场磨好",
        "days": 5, "pain_words": "磨刀没处去",
    }  # fmt: skip
    return Dish(**(plain | values))


def shown(line: MenuLine) -> Item:
    found = item_by_code(line.code)
    assert found is not None
    return found


def order(city: City, line: MenuLine, phone: str = "19900000001", **fields: str) -> Order:
    draft = Draft(
        client_key=uuid.uuid4(), text="两把剪子要磨", area_code=city.grid.code, place="3号楼",
        fields=fields,
    )  # fmt: skip
    receipt = order_item(actor=city.resident(phone), item=shown(line), draft=draft)
    return Order.reached.get(number=receipt.number)


def page_of(city: City) -> MenuPage:
    page = menu_page(clerk(city), code="", now=clock.now())
    assert page is not None
    return page


def test_a_line_waits_for_a_unit_and_is_then_ordered(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    assert [(item.label, taker) for item, taker in menu_here(city.grid)] == [("家门口磨剪子", "")]
    with pytest.raises(Conflict):
        order(city, line)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=1)
    assert provider_at(shown(line), city.grid) == unit
    made = order(city, line)
    assert [one.body for one in providers_of(made) if one.sure] == [unit]
    with pytest.raises(Conflict):  # one at a time
        order(city, line, "19900000002")
    assert Order.reached.filter(text="两把剪子要磨").count() == 1
    row = page_of(city).rows[0]
    assert (row.ordered, row.in_hand, row.closed, row.rated) == (1, 1, 0, 0)


def test_only_its_own_community_has_it(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    path = city.community_area.path
    other = next(one for one in areas.leaf_areas() if not one.path.startswith(path))
    assert provider_at(shown(line), other) is None
    draft = Draft(client_key=uuid.uuid4(), text="磨剪子", area_code=other.code)
    with pytest.raises(Invalid):
        order_item(actor=city.resident(), item=shown(line), draft=draft)


def test_who_may(city: City) -> None:
    other = next(b for b in orgs.bodies_of_kind("community") if b.id != city.community.id)
    stranger = city.staff("community_clerk", other)
    with pytest.raises(NotFound):
        put_up_dish(actor=stranger, dish=dish(city))
    line = put_up_dish(actor=clerk(city), dish=dish(city))
    far = next(b for b in orgs.bodies_of_kind("unit")[1:])
    with pytest.raises(NotFound):  # it has not checked in here
        take_line(actor=city.staff("body_head", far), line_id=line.pk, body=far.code, at_once=1)
    for step in (end_line, give_line_back):
        with pytest.raises(NotFound):
            step(actor=stranger, line_id=line.pk)
    assert not MenuTake.objects.exists()
    assert MenuLine.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("field", "values"),
    [("name", {"name": "陪王奶奶看病"}), ("words", {"words": "电话13812345678"}),
     ("days", {"days": 0}), ("days", {"days": 999}), ("name", {"name": "磨" * 41}),
     ("pain_words", {"pain_words": " "})],
)  # fmt: skip
def test_what_is_refused(city: City, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        put_up_dish(actor=clerk(city), dish=dish(city, **values))
    assert caught.value.field == field
    assert not MenuLine.objects.exists()


def test_the_same_line_twice_and_a_second_tap(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    with pytest.raises(Conflict):
        put_up_dish(actor=clerk(city), dish=dish(city))
    for _tap in range(2):
        take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    assert MenuTake.objects.count() == 1
    with pytest.raises(Conflict):  # the community is too late
        take_line(actor=clerk(city), line_id=line.pk, body=city.community.code, at_once=1)
    for bad in (0, 201, -1):
        with pytest.raises(Invalid):
            take_line(actor=head, line_id=line.pk, body=unit.code, at_once=bad)


def test_given_back_and_ended(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    made = order(city, line)
    give_line_back(actor=head, line_id=line.pk)
    with pytest.raises(Conflict):
        order(city, line, "19900000002")
    take_line(actor=clerk(city), line_id=line.pk, body=city.community.code, at_once=3)
    end_line(actor=clerk(city), line_id=line.pk)
    assert Order.reached.get(pk=made.pk).phase == "open"
    page = page_of(city)
    assert (len(page.rows), page.ended[0].ordered) == (0, 1)
    assert menu_here(city.grid) == []


def test_a_body_that_ends_passes_its_menu_on(city: City) -> None:
    line = put_up_dish(actor=clerk(city), dish=dish(city))
    other = next(b for b in orgs.bodies_of_kind("community") if b.id != city.community.id)
    pass_on(city.community.id, other.id, clock.now())
    assert MenuLine.objects.get(pk=line.pk).body_id == other.id


def test_the_pages(city: City) -> None:
    desk = browser_of(clerk(city))
    assert "菜单上还没有服务" in desk.get("/desk/menu/").content.decode()
    values = {"community": city.community.code, "name": "磨剪子", "words": "当场磨好", "days": "3",
              "pain_words": "磨刀没处去"}  # fmt: skip
    assert desk.post("/desk/menu/new/", values | {"days": "x"}).status_code == 422
    assert desk.post("/desk/menu/new/", values).status_code == 302
    assert desk.post("/desk/menu/new/", values).status_code == 409
    line = MenuLine.objects.get()
    taken = {"body": city.community.code, "at_once": "2", "community": city.community.code}
    assert desk.post(f"/desk/menu/{line.pk}/take/", taken).status_code == 302
    page = desk.get("/desk/menu/").content.decode()
    assert "磨剪子" in page
    assert "同时最多 2 单" in page
    person = browser_of(city.resident())
    assert "磨剪子" not in person.get("/services/items/").content.decode()
    item = person.get(f"/services/items/{line.code}/").content.decode()
    assert "磨刀没处去" in item
    assert "点这项服务" in item
    assert person.get(f"/services/items/{line.code}/order/").status_code == 200
    assert person.get("/services/items/m999/").status_code == 404
    assert desk.post(f"/desk/menu/{line.pk}/back/").status_code == 302
    ended = desk.post(f"/desk/menu/{line.pk}/end/?community={city.community.code}")
    assert ended.url == f"/desk/menu/?community={city.community.code}"  # on the menu that was open
    assert desk.post(f"/desk/menu/{line.pk}/end/").status_code == 404


def test_a_menu_of_a_process_that_is_not_there_is_a_mistake_of_the_profile(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "qianjiang"
    shutil.copytree(profile_path("qianjiang"), folder)
    shutil.copytree(profile_path("qianjiang").parent / "_standard", tmp_path / "_standard")
    path = folder / "offerings" / "lists.yaml"
    for words, said in (
        ("menu: {process: matter, preset: ''}", "matter"),
        ("menu: {process: service_order, preset: service=flying}", "flying"),
    ):
        path.write_text(f"refine: true\n{words}\n", encoding="utf-8")
        found = [str(one) for one in read_profile(folder).problems.sorted()]
        assert len(found) == 1
        assert said in found[0]
        assert "lists.yaml" in found[0]


def test_a_unit_that_has_not_checked_in_reads_a_sentence(city: City) -> None:
    head = city.staff("body_head", orgs.bodies_of_kind("unit")[0])
    answer = browser_of(head).get("/desk/menu/")
    assert answer.status_code == 200
    assert "还没有报到的社区" in answer.content.decode()
    code = city.community.code
    assert browser_of(head).get(f"/desk/menu/?community={code}").status_code == 404


def test_needs_of_the_lists_are_pain_points(city: City) -> None:
    record_entry(actor=clerk(city), written=written(city))
    points = page_of(city).points
    assert [(one.key, one.needs, one.total) for one in points] == [("class:care", 1, 1)]


def weekly(city: City, line: MenuLine) -> Order:
    return order(city, line, wished_on=clock.today().isoformat(), every="week")


def told(kind: str) -> set[tuple[int | None, int | None]]:
    rows = Message.objects.filter(kind=kind)
    return set(rows.values_list("user_id", "resident_id"))


def test_a_line_comes_back_when_its_units_checkin_ends(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    made, me = weekly(city, line), city.resident()
    keeper = clerk(city)
    assert return_lines() == 0
    end_unit(actor=keeper, checkin_id=UnitCheckin.objects.visible_to(keeper).get().pk)
    take = MenuTake.objects.get()
    assert take.ended_at is not None
    assert item_by_code(line.code).process == ""  # type: ignore[union-attr]
    people = {user for user, _resident in told("menu_back")}
    assert {keeper.user_id, head.user_id} <= people
    assert told("series_waits") == {(None, me.resident_id)}
    said = Message.objects.filter(kind="menu_back").first()
    assert said is not None
    assert "家门口磨剪子" in said.text
    # Orders in hand stay, nothing new is taken, and a second look tells nobody again.
    assert Order.reached.get(pk=made.pk).phase == "open"
    with pytest.raises(Conflict):
        order(city, line, "19900000002")
    before = Message.objects.count()
    assert return_lines() == 0
    assert Message.objects.count() == before
    take_line(actor=clerk(city), line_id=line.pk, body=city.community.code, at_once=3)
    assert return_lines() == 0  # the community needs no check-in
    assert MenuTake.objects.filter(ended_at=None).count() == 1


def test_a_term_that_ran_out_is_found_by_the_timer_and_sells_nothing_before(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    row = UnitCheckin.reached.get()
    row.valid = type(row.valid)(row.valid.lower, clock.today())
    row.save(update_fields=["valid"])
    with pytest.raises(Conflict, match="还没有单位认领"):
        order(city, line)
    assert not Order.reached.exists()
    assert return_lines() == 1
    assert MenuTake.objects.get().ended_at is not None


def test_a_line_is_ordered_again_and_again(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=2)
    person = browser_of(city.resident())
    form = person.get(f"/services/items/{line.code}/order/").content.decode()
    assert 'name="every"' in form
    assert 'name="agreed_at"' not in form
    weekly(city, line)
    today = clock.today()
    assert make_ahead() == 1  # in a week
    days = SeriesDay.objects.order_by("day").all
    assert [(one.day, one.order_id is None) for one in days()] == [
        (today, False), (today + timedelta(days=7), False),
    ]  # fmt: skip
    second = days()[1].order
    assert second is not None
    assert [one.body for one in providers_of(second) if one.sure] == [unit]
    # Its taker has as many as it said: the next time is left out, and told.
    later = clock.now() + timedelta(days=7)
    assert make_ahead(at=later) == 1
    assert (days()[2].order_id, days()[2].why) == (None, "full")
    said = Message.objects.get(kind="series_skipped")
    assert "点满了" in said.text
    # Without a taker the same; off the menu it ends, and that is told once.
    give_line_back(actor=head, line_id=line.pk)
    assert make_ahead(at=later + timedelta(days=7)) == 1
    assert (
        Message.objects.filter(kind="series_skipped", text__contains="还没有单位认领").count() == 1
    )
    end_line(actor=clerk(city), line_id=line.pk)
    make_ahead(at=later + timedelta(days=14))
    assert Series.reached.get().stopped_at is not None
    ended = Message.objects.get(kind="series_ended")
    assert "家门口磨剪子" in ended.text
    assert make_ahead(at=later + timedelta(days=21)) == 0


def test_stopped_it_comes_no_more(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=5)
    first = weekly(city, line)
    assert make_ahead() == 1
    series = Series.reached.get()
    with pytest.raises(NotFound):
        stop_series(actor=city.resident("19900000002"), series_id=series.pk)
    assert stop_series(actor=city.resident(), series_id=series.pk) == 1
    phases = dict(Order.reached.values_list("pk", "phase"))
    assert phases.pop(first.pk) == "open"
    assert list(phases.values()) == ["closed"]


def test_who_has_the_form_open_when_the_unit_leaves_reads_why(city: City) -> None:
    line, (unit, head) = put_up_dish(actor=clerk(city), dish=dish(city)), unit_of(city)
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    person, desk = browser_of(city.resident()), browser_of(clerk(city))
    pages = ((person, f"/services/items/{line.code}/order/"), (desk, f"/desk/items/{line.code}/"))
    assert [browser.get(page).status_code for browser, page in pages] == [200, 200]
    give_line_back(actor=head, line_id=line.pk)
    for browser, page in pages:
        answer = browser.post(page, {"text": "两把剪子要磨"}, follow=True)
        assert answer.status_code == 200
        assert "这一道还没有单位认领" in answer.content.decode()
    assert not Order.reached.exists()
