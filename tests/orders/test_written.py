"""What the system wrote into an order reads in the reader's language; the row stays as it was."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.api import shown
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orders.selectors.desk.rows import rows_of
from gongzhi.orders.services.forget_old import forget_orders
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.telling import title_of
from gongzhi.orders.words import written
from gongzhi.orders.words.wording import timeline
from tests.signing_in import browser_of

from .conftest import T0, City
from .processes.conftest import fresh, start, step
from .test_appeals import WHY, appealed, late

__all__ = ["late"]


def in_english(actor: Actor, path: str) -> str:
    browser = browser_of(actor)
    browser.cookies["django_language"] = "en"
    return browser.get(path).content.decode()


def test_an_appeal_is_put_in_the_readers_language(city: City, late: Order) -> None:
    appeal, stored = appealed(city, late), f"{late.number} 超时申诉：{WHY['reason']}"
    said = f"{late.number}, appeal against the timeout: {WHY['reason']}"
    director, path = city.director, f"/desk/orders/{appeal.number}/"
    assert stored in browser_of(director).get(path).content.decode()
    page = in_english(director, path)
    assert said in page
    assert stored not in page
    with override("en"):
        line = rows_of([appeal], actor=director, now=clock.now())[0].sentence
        assert shown(appeal, director)["text"] == said
        assert title_of(appeal) == "Appeal against a timeout"  # it is confined: the kind alone
    assert line.startswith(f"{late.number}, appeal against")
    assert fresh(appeal).text == stored
    assert list(verify_chains()) == []


def test_what_was_forgotten_is_not_put_together_again(city: City, late: Order) -> None:
    appeal = appealed(city, late)
    appeal = step(appeal, city.director, "first_for", reason="属实")
    appeal = step(appeal, city.duty_officer, "refuse_exemption", reason="通知是补开的")
    assert forget_orders(ids=[appeal.pk]) == 1
    with override("en"):
        text = written.text_of(fresh(appeal))
    assert text == "(closed long ago; the words were erased when their time was over)"
    assert written.text_of(fresh(appeal)) == written.FORGOTTEN


@pytest.mark.parametrize(
    ("text", "source", "zh", "en"),
    [
        ("（见照片）", "snap", "（见照片）", "(see the photo)"),
        ("(see the photo)", "snap", "（见照片）", "(see the photo)"),
        ("（见照片）第二张", "snap", "（见照片）第二张", "（见照片）第二张"),
        ("巡查发现：别的", "snap", "巡查发现：别的", "巡查发现：别的"),
        ("平安路12号门前井盖松动", "snap", "平安路12号门前井盖松动", "平安路12号门前井盖松动"),
    ],
)
def test_sentences_of_the_system_and_words_of_people(
    city: City, text: str, source: str, zh: str, en: str
) -> None:
    order = city.report(text=text, source=source)
    assert written.text_of(order) == zh
    with override("en"):
        assert written.text_of(order) == en
    assert fresh(order).text == text


def test_a_finding_of_a_round_says_its_class_and_keeps_the_words(city: City) -> None:
    order = city.report(city.grid_worker, source="grid")
    assert order.category is not None
    order.text = f"巡查发现：{order.category.name} 第三盏"
    with override("en"):
        assert written.text_of(order) == f"Found on a round: {order.category.name_en} 第三盏"
    assert written.text_of(order) == order.text
    order.text = f"Found on a round: {order.category.name_en} 第三盏"
    assert written.text_of(order) == f"巡查发现：{order.category.name} 第三盏"


def test_why_it_was_dispatched_names_class_and_body_in_the_readers_language(
    city: City, late: Order
) -> None:
    order, event = late, OrderEvent.reached.get(order=late, action="dispatch")
    assert (event.payload or {})["why"].startswith("按权责清单第")
    assert order.category is not None
    with override("en"):
        line = next(one for one in timeline(order, city.director, "office") if one.seq == event.seq)
    assert line.text.startswith("By clause ")
    assert order.category.name_en in line.text
    assert order.category.name not in line.text


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("补充了照片", "Photos were added"),
        ("现场核查：没办好。还在漏", "Checked on the spot: not done. 还在漏"),
        ("没有联系上：打了三次", "Not reached: 打了三次"),
        ("联系上了，诉求人说解决了。", "Reached; the reporter said it is solved."),
        ("没有联系上级", "没有联系上级"),
        ("", ""),
    ],
)
def test_notes_of_the_system(note: str, said: str) -> None:
    assert written.note_of(note) == note
    with override("en"):
        assert written.note_of(note) == said


def test_what_an_order_led_to_is_named_in_the_readers_language(city: City) -> None:
    origin = city.report()
    order = start(city, city.director, "street_call", origin=origin.number, at=T0)
    path = f"/desk/orders/{origin.number}/"
    assert "街呼区应" in browser_of(city.director).get(path).content.decode()
    page = in_english(city.director, path)
    assert order.number in page
    assert "街呼区应" not in page


def test_the_page_of_an_order_asks_once_for_its_words(city: City, late: Order) -> None:
    appeal = appealed(city, late)
    page = order_page(city.director, appeal.number, now=clock.now())
    assert page.text == fresh(appeal).text
