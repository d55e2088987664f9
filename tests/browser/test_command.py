"""The command wall: numbers that move by themselves, a level down, one action from the map."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]


def enter(page: Page, text: str, server: Server) -> str:
    """An acceptor writes down what somebody says on the phone; the number of the order."""
    page.goto("/desk/new/")
    ready(page).fill("#id_text", text)
    page.fill("#id_phone", "19988887777")
    page.get_by_role("button", name="按原话猜").click()
    page.locator("#category-list label", has_text="路灯").first.click()
    expect(page.locator("#category-chosen [name=category]")).to_have_value("10109")
    page.fill("#id_area", server.city["grid"]["code"])
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(lambda url: "/desk/new/" not in url)
    found = server.rows("SELECT number FROM orders_order WHERE text = %s", text)
    return str(found[0][0])


def value(page: Page, key: str) -> int:
    return int(page.locator(f"[data-wall={key}]").first.inner_text().replace(",", ""))


def test_numbers_change_by_themselves(person: MakePerson, server: Server) -> None:
    wall = person("commander").page
    wall.goto("/command/")
    ready(wall)
    before = value(wall, "reported_today")
    acceptor = person("acceptor").page
    enter(acceptor, f"电话说路灯不亮 {uuid.uuid4().hex[:6]}", server)
    expect(wall.locator("[data-wall=reported_today]").first).to_have_text(str(before + 1))


def test_a_click_goes_down_to_the_grid_and_the_order(person: MakePerson, server: Server) -> None:
    page = person("commander").page
    page.goto(f"/command/areas/{server.city['grid']['code']}/")
    drawer = ready(page).locator("#drawer")
    expect(drawer).to_contain_text(server.city["grid"]["name"])
    drawer.locator(".wpanel-list a").first.click()
    expect(drawer.locator("blockquote")).to_be_visible()
    drawer.get_by_role("link", name="关闭").click()
    expect(drawer.locator("aside")).to_have_count(0)


def test_one_action_dispatches_and_calls(person: MakePerson, server: Server) -> None:
    """The order went back; the commander sends it on and calls the grid team with it."""
    number = server.city["seeds"]["in_hand"]
    handler = person("handler").page
    handler.goto(f"/desk/orders/{number}/")
    handler.locator("summary", has_text=re.compile("^退回")).click()
    form = handler.locator("form[action$='/act/return/']")
    form.locator("[name=reason]").fill("灯杆在小区红线以内，归物业管，请改派。")
    form.get_by_role("button", name=re.compile("退回")).click()
    expect(handler.locator(".messages")).to_contain_text("“退回”已记下")
    assert server.state(number) == "returned"

    commander = person("commander").page
    commander.goto(f"/command/orders/{number}/")
    drawer = ready(commander).locator("#drawer")
    expect(drawer.locator("[name=forces]").first).to_be_checked()
    expect(drawer.locator("[name=lead]")).to_be_checked()
    drawer.get_by_role("button", name="一键调度").click()
    expect(drawer.get_by_role("button", name=re.compile("撤销调度"))).to_be_visible()
    assert server.state(number) == "to_sign"
    for step in ("签收", "到场", "反馈"):
        expect(drawer.locator(".wstep", has_text=step)).to_be_visible()

    field = person("grid_worker").page
    for button in ("收到，马上去", "到场了"):
        field.goto("/field/calls/")
        field.get_by_role("button", name=button).click()
        expect(field.get_by_role("button", name=button)).to_have_count(0)
    field.goto("/field/calls/")
    field.locator("[name=feedback]").fill("已围起来，等电工。")
    field.get_by_role("button", name="反馈给呼叫的单位").click()
    expect(field.locator(".fcall")).to_have_count(0)
    commander.goto(f"/command/orders/{number}/")
    expect(drawer).to_contain_text("已围起来，等电工。")
