"""The desk in a browser: by keyboard, with what appears while one types."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]
CALLER = "19955550001"


def test_a_call_is_taken_down_and_the_history_is_there(person: MakePerson, server: Server) -> None:
    page = person("acceptor").page
    page.goto("/desk/new/")
    ready(page).fill("[name=phone]", CALLER)
    page.get_by_role("button", name=re.compile("查这个号码")).click()
    expect(page.locator("#caller")).to_contain_text("没有反映过")
    page.fill("[name=text]", "我家门口的路灯三天不亮了")
    page.get_by_role("button", name="按原话猜").click()
    page.locator("#category-list .choice", has_text="路灯").first.click()
    expect(page.locator("#category-chosen [name=category]")).to_have_value("10109")
    page.fill("[name=area]", server.city["grid"]["name"])
    offered = page.locator(f"#find-area option[value*='{server.city['grid']['code']}']")
    page.fill("[name=area]", offered.get_attribute("value") or "")
    page.fill("[name=place]", "3号楼前")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/orders/"))
    expect(page.locator("main")).to_contain_text("请念给来电人")
    page.goto("/desk/new/")
    ready(page).fill("[name=phone]", CALLER)
    page.get_by_role("button", name=re.compile("查这个号码")).click()
    expect(page.locator("#caller a")).to_have_count(1)


def test_the_list_by_keyboard(person: MakePerson) -> None:
    page = person("handler").page
    page.goto("/desk/?tab=to_sign")
    first = page.locator("[data-row]").first
    ready(page).keyboard.press("ArrowDown")
    expect(first).to_have_class(re.compile("is-active"))
    page.keyboard.press("Space")
    expect(first.locator("[type=checkbox]")).to_be_checked()
    expect(page.locator("[data-bulk]")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#desk-q")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.wait_for_url(re.compile("#do-return"))
    expect(page.locator("#do-return textarea")).to_be_focused()


def test_one_key_signs(person: MakePerson, server: Server) -> None:
    page = person("handler").page
    page.goto("/desk/?tab=to_sign")
    row = page.locator("[data-row]").first
    number = (row.get_attribute("data-href") or "").rstrip("/").rsplit("/", 1)[-1]
    ready(page).keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator(".messages")).to_contain_text(number)
    assert server.state(number) == "in_hand"


def test_the_answer_is_judged_while_it_is_written(person: MakePerson) -> None:
    page = person("handler").page
    page.goto("/desk/?tab=in_hand")
    page.locator("[data-row] a").first.click()
    page.wait_for_url(re.compile(r"/desk/orders/"))
    ready(page)
    result = page.locator("form[action$='/act/finish/'] [name=result]")
    result.press_sequentially("已高度重视", delay=5)
    elements = page.locator(".answer-elements").first
    expect(elements).to_contain_text("没有告诉居民办了什么")
    result.fill("")
    result.press_sequentially("10:05到现场看了，换上新灯头，现在亮了。", delay=5)
    expect(elements.locator(".chip-green")).to_have_count(3)


def test_the_contact_opens_for_a_purpose(person: MakePerson, server: Server) -> None:
    page = person("handler").page
    page.goto("/desk/?tab=in_hand")
    page.locator("[data-row] a").first.click()
    page.wait_for_url(re.compile(r"/desk/orders/"))
    ready(page)
    before = server.rows("SELECT count(*) FROM accounts_accesslog WHERE kind = 'contact'")[0][0]
    page.locator("summary", has_text="点击查看姓名电话").click()
    page.select_option("#contact [name=purpose]", index=1)
    page.get_by_role("button", name=re.compile("查看（会记录）")).click()
    expect(page.locator("#contact a[href^='tel:']")).to_be_visible()
    after = server.rows("SELECT count(*) FROM accounts_accesslog WHERE kind = 'contact'")[0][0]
    assert after == before + 1


def test_a_view_is_kept(person: MakePerson) -> None:
    page = person("dispatcher").page
    page.goto("/desk/all/?phase=live")
    ready(page).get_by_role("button", name="存为视图").first.click()
    page.fill("#save-view-name", "没办结的")
    page.locator("#save-view").get_by_role("button", name="存为视图").click()
    page.wait_for_url(re.compile("/desk/all/"))
    page.locator("summary", has_text="常用视图").click()
    page.get_by_role("link", name="没办结的").click()
    page.wait_for_url(re.compile("phase=live"))
