"""Party affairs in a browser: each figure leads to its names, a form finds while one types."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .people import PHONE, Person, ready

MakePerson = Callable[..., Person]


def test_each_figure_opens_its_names(person: MakePerson) -> None:
    page = person("party_clerk").page
    page.goto("/desk/party/")
    line = page.locator(".headline")
    expect(line).to_contain_text("小区支部覆盖率 100%")
    expect(page.locator("main")).to_contain_text("该模块尚未启用")
    soon = line.locator("a[href='/desk/party/agreements/']")
    count = int(soon.inner_text())
    soon.click()
    expect(page.locator("tbody tr")).to_have_count(count)
    page.goto("/desk/party/")
    page.locator(".rates a", has_text="缺3个").click()
    expect(page.locator("main")).to_contain_text("雅居家园")
    expect(page.locator(".columns").first.locator("li")).to_have_count(3)


def test_a_member_joins_by_name(person: MakePerson, server: object) -> None:
    page = person("party_clerk").page
    page.goto("/desk/bodies/?kind=alliance")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name=re.compile("加一个成员单位")).click()
    ready(page)
    field = page.locator("[name=member]")
    field.press_sequentially("乾安县气象", delay=10)
    field.fill("")
    field.press_sequentially("司法局", delay=10)
    option = page.locator("#find-member option").first
    expect(option).to_have_attribute("value", re.compile("司法局（SF）"))
    field.fill(option.get_attribute("value") or "")
    page.fill("[name=representative]", "张一")
    page.get_by_role("button", name="加为成员").click()
    expect(page.locator(".messages")).to_contain_text("已记下")
    expect(page.locator("main")).to_contain_text("乾安县司法局")
    expect(page.locator("main")).to_contain_text("张一")


def test_the_map_shows_where_nobody_answers(person: MakePerson) -> None:
    page = person("party_clerk").page
    page.goto("/desk/duty-map/?kind=grid")
    ready(page)
    expect(page.locator(".island-map canvas").first).to_be_visible()
    expect(page.locator("[aria-current=true]")).to_contain_text("5 处没有人负责")
    page.locator("tbody th a").first.click()
    expect(page.locator("tbody tr").first).to_be_visible()


def test_nothing_is_cut_off_on_a_phone(person: MakePerson) -> None:
    page = person("party_clerk", viewport=PHONE).page
    for path in ("/desk/party/", "/desk/bodies/", "/desk/duty-map/", "/desk/party/structure/"):
        page.goto(path)
        ready(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
