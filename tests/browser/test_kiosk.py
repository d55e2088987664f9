"""The screen in the hall (JN-19): found, printed, begun; untouched it forgets whoever stood there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .people import Person, Server
from .signing_in import sign_in

PHONE_NUMBER, OTHER_PHONE = "19912345677", "19912345688"
SCREEN = {"viewport": {"width": 1080, "height": 1920}}
IDLE, WARNING = 90, 15  # seconds: untouched until the end, and the warning stands before it
MakePerson = Callable[..., Person]


def door(desk: Page) -> str:
    """A clerk registers a station and finds its address for a screen in the hall."""
    desk.goto("/desk/venues/new/")
    desk.fill("[name=name]", "自助服务大厅")
    desk.get_by_role("button", name="保存").click()
    desk.wait_for_url(lambda url: "/new/" not in url)
    desk.goto(desk.url + "hall/")
    href = desk.locator("a[href*='/kiosk/?code=']").first.get_attribute("href")
    assert href is not None
    return href


def test_an_item_is_found_and_its_guide_is_printed(person: MakePerson, server: Server) -> None:
    address = door_of(person, server)
    page = person("resident", **SCREEN).page
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto(address)
    page.get_by_role("link", name="找一项服务").click()
    page.fill("[name=q]", "lrlf")
    page.get_by_role("button", name="找一找").click()
    page.get_by_role("link", name="老人理发").click()
    page.get_by_role("button", name="打印办事指南").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    for words in ("材料", "步骤", "多久办好"):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    for gone in (".kiosk-bar", "[data-print]", ".bar-end", ".tabs", ".btn"):
        for one in page.locator(gone).all():
            expect(one).not_to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")
    expect(page.locator(".kiosk-bar")).to_be_visible()


def test_untouched_the_visit_ends_by_itself(person: MakePerson, server: Server) -> None:
    address = door_of(person, server)
    visitor = person("resident", **SCREEN)
    page = visitor.page
    page.goto(address)
    sign_in(visitor, PHONE_NUMBER)
    page.goto("/me/")
    expect(page.locator("main")).to_contain_text("5677")
    page.clock.install()
    page.goto("/services/items/D03/order/")
    page.fill("[name=text]", "奶奶走不动")
    page.clock.run_for((IDLE - WARNING - 10) * 1000)
    warning = page.get_by_text("快要自动退出了")
    expect(warning).not_to_be_attached()
    page.clock.run_for(10_000)
    expect(warning).to_be_visible()
    page.locator("h1").first.click()  # somebody is there: the wait begins anew
    page.clock.run_for((IDLE - 10) * 1000)
    assert "/order/" in page.url
    page.clock.run_for(10_000)
    page.wait_for_url("**/kiosk/**")
    expect(page.get_by_role("heading", name="请选要办的事")).to_be_visible()
    page.goto("/me/")
    expect(page.locator("body")).not_to_contain_text("5677")
    page.goto("/services/items/D03/order/")
    expect(page.locator("[name=text]")).to_have_value("")


def test_a_tap_ends_the_visit_and_back_shows_nothing(person: MakePerson, server: Server) -> None:
    address = door_of(person, server)
    visitor = person("resident", **SCREEN)
    page = visitor.page
    page.goto(address)
    sign_in(visitor, OTHER_PHONE)
    page.goto("/me/")
    expect(page.locator("main")).to_contain_text("5688")
    page.get_by_role("button", name="办完了，退出").click()
    page.wait_for_url("**/kiosk/**")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("5688")


def door_of(person: MakePerson, server: Server) -> str:
    """Of the station that is there, or a new one."""
    found = server.rows("SELECT id FROM venues_station WHERE name = '自助服务大厅'")
    desk = person("community_clerk").page
    if not found:
        return door(desk)
    desk.goto(f"/desk/venues/{found[0][0]}/hall/")
    href = desk.locator("a[href*='/kiosk/?code=']").first.get_attribute("href")
    assert href is not None
    return href
