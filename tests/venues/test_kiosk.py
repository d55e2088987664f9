"""A tablet in the hall on which residents serve themselves, and nothing of them stays (JN-19)."""

from __future__ import annotations

import re

from django.test import Client

from gongzhi.offerings import catalogue
from gongzhi.orders.models import Order
from gongzhi.venues.services.take_number import tablet_code
from gongzhi.web.kiosk import COOKIE
from tests.signing_in import browser_of

from .conftest import Place

ENDS = r"(?<!\d)0055(?!\d)"  # of the phone, not of an id


def door(place: Place) -> str:
    return f"/hall/{place.station.pk}/kiosk/?code={tablet_code(place.station.pk)}"


def test_an_item_is_found_read_printed_and_started(place: Place) -> None:
    catalogue.forget()
    kiosk = Client()
    page = kiosk.get(door(place)).content.decode()
    assert "办完了，退出" in page
    assert 'data-idle="90"' in page
    found = kiosk.get("/services/items/?q=理发").content.decode()
    assert "老人理发" in found
    item = kiosk.get("/services/items/D03/").content.decode()
    for words in ("依据", "材料", "步骤", "data-print", 'data-idle="90"'):
        assert words in item
    # The guide sheet has no bar and no button on paper.
    assert "print-hide" in item
    words = {"text": "请人来理发", "area": place.city.grid.code, "phone": "19900000055", "code": ""}
    sent = kiosk.post("/services/items/D03/order/", words)
    assert sent.status_code == 302  # on to the page that asks for the phone's code
    assert Order.reached.filter(state="draft").count() == 1
    assert 'data-idle="90"' in kiosk.get(sent["Location"]).content.decode()


def test_the_visit_ends_and_nothing_of_the_person_stays(place: Place) -> None:
    kiosk = browser_of(place.city.resident("19900000055"))
    kiosk.get(door(place))
    page = kiosk.get("/me/")
    assert page["Cache-Control"] == "no-store"
    assert "1990" in page.content.decode() or "199****" in page.content.decode()
    answer = kiosk.post("/hall/kiosk/end/")
    assert answer["Location"] == door(place)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    after = kiosk.get("/me/")
    assert not re.search(ENDS, after.content.decode())
    assert kiosk.get("/mine/").status_code in (200, 302)
    assert not re.search(ENDS, kiosk.get("/mine/").content.decode())
    assert kiosk.get("/hall/kiosk/end/").status_code == 405


def test_a_made_up_cookie_is_not_told_the_code_of_the_hall(place: Place) -> None:
    """With it numbers could be taken from anywhere, as often as one likes."""
    for made_up in (f"{place.station.pk}", f"{place.station.pk}.x", "0.", "x", "9" * 30):
        visitor = Client()
        visitor.cookies[COOKIE] = made_up
        assert visitor.post("/hall/kiosk/end/")["Location"] == "/"


def test_a_phone_of_ones_own_is_no_kiosk(place: Place) -> None:
    own = Client()
    assert own.get(door(place).split("?")[0]).status_code == 404  # without the code of its address
    assert "data-idle" not in own.get("/services/items/").content.decode()
    own.get(door(place))
    own.get(door(place) + "&off=1")
    assert "data-idle" not in own.get("/services/items/").content.decode()
    desk = browser_of(place.clerk).get(f"/desk/venues/{place.station.pk}/hall/").content.decode()
    assert door(place).replace("&", "&amp;") in desk
