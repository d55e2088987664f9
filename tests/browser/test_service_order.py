"""A resident orders a service on an old phone without a script; it is done; she rates it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .people import Person, Server

PHONE_NUMBER = "19912345679"
WORDS = "奶奶走不动，想请人来家里理发"
RESULT = "下午上门理好了，头发扫干净了，奶奶说满意。"
MakePerson = Callable[..., Person]


def test_a_service_is_ordered_done_and_rated(person: MakePerson, server: Server) -> None:
    plain = {"viewport": {"width": 360, "height": 640}, "java_script_enabled": False}
    resident = person("resident", **plain)
    page = resident.page
    page.goto("/")
    page.get_by_role("link", name="点单").click()
    page.get_by_role("link", name="点一项服务").click()
    page.select_option("[name=service]", "haircut")
    page.fill("[name=text]", WORDS)
    page.select_option("[name=area]", server.city["grid"]["code"])
    page.fill("[name=address]", "3号楼2单元")
    page.fill("[name=phone]", PHONE_NUMBER)
    page.get_by_role("button", name="点一项服务").click()
    page.wait_for_url("**/confirm/**")
    page.fill("[name=code]", resident.code(PHONE_NUMBER))
    page.get_by_role("button", name="点一项服务").click()
    page.wait_for_url("**/receipt/")
    number = page.url.rstrip("/").split("/")[-2]
    expect(page.locator("main")).to_contain_text("点单服务")
    assert server.state(number) == "order_placed"

    desk = person("community_clerk").page
    desk.goto("/desk/")
    desk.get_by_role("link", name=re.compile("点单待派")).first.click()
    expect(desk.locator("[data-row]", has_text=WORDS[:6])).to_have_count(1)
    desk.goto(f"/desk/orders/{number}/")
    desk.locator("details", has_text="社区自己办").first.locator("summary").first.click()
    desk.locator("form[action$='/act/serve_ourselves/'] button").click()
    expect(desk.locator(".messages")).to_contain_text("社区自己办")
    desk.goto(f"/desk/orders/{number}/")
    form = desk.locator("form[action$='/act/serve/']")
    form.locator("[name=result]").fill(RESULT)
    form.get_by_role("button", name="办好了").click()
    expect(desk.locator(".messages")).to_contain_text("办好了")

    page.goto(f"/o/{number}/")
    expect(page.locator("main")).to_contain_text(RESULT)
    page.get_by_role("link", name="办好了", exact=True).click()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="交评价").click()
    expect(page.locator("main")).to_contain_text("评价不能更改")
    assert server.state(number) == "order_closed"
