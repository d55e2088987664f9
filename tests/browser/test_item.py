"""A resident finds an item on a small phone, orders it, follows what happens and rates it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .people import Person, Server
from .signing_in import sign_in

PHONE_NUMBER = "19912345601"
RESULT = "下午上门理好了，头发扫干净了，老人说满意。"
SMALL = {"viewport": {"width": 360, "height": 740}}
MakePerson = Callable[..., Person]


def test_an_item_is_found_ordered_followed_and_rated(person: MakePerson, server: Server) -> None:
    resident = person("resident", **SMALL)
    page = resident.page
    sign_in(resident, PHONE_NUMBER)
    page.goto("/services/items/")
    page.fill("[name=q]", "lrlf")
    page.get_by_role("button", name="找一找").click()
    page.get_by_role("link", name="老人理发").click()
    page.get_by_role("link", name="点这项服务").click()
    page.fill("[name=text]", "奶奶走不动，想请人来家里理发")
    page.select_option("[name=area]", server.city["grid"]["code"])
    page.fill("[name=address]", "3号楼2单元")
    page.get_by_role("button", name="点这项服务").click()
    page.wait_for_url("**/receipt/")
    number = page.url.rstrip("/").split("/")[-2]
    assert server.state(number) == "order_placed"

    desk = person("community_clerk").page
    desk.goto(f"/desk/orders/{number}/")
    expect(desk.locator("main")).to_contain_text("有人抓")
    desk.locator("details", has_text="社区自己办").first.locator("summary").first.click()
    desk.locator("form[action$='/act/serve_ourselves/'] button").click()
    expect(desk.locator(".messages")).to_be_visible()
    page.goto(f"/o/{number}/")
    expect(page.locator("main")).to_contain_text("来办")
    desk.goto(f"/desk/orders/{number}/")
    form = desk.locator("form[action$='/act/serve/']")
    form.locator("[name=result]").fill(RESULT)
    form.get_by_role("button", name="办好了").click()
    expect(desk.locator(".messages")).to_contain_text("办好了")

    page.reload()
    expect(page.locator("main")).to_contain_text(RESULT)
    page.get_by_role("link", name="办好了", exact=True).click()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="交评价").click()
    expect(page.locator("main")).to_contain_text("评价不能更改")
    assert server.state(number) == "order_closed"
