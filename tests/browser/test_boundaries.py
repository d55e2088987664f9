"""A change of boundaries in a browser: chosen, previewed on two maps, made, and planned."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from gongzhi.kernel.clock import today

from .people import Person, Server, ready

MakePerson = Callable[..., Person]
NEW = "220723009901"


def test_two_communities_become_one(person: MakePerson, server: Server) -> None:
    first, second = server.city["neighbours"]
    page = person("sysadmin").page
    page.goto("/desk/areas/")
    ready(page).get_by_role("link", name="新的区划调整").click()
    page.get_by_role("link", name=re.compile("^合并")).click()
    page.fill("[name=area_q]", first["code"])
    page.get_by_role("button", name="查", exact=True).click()
    page.get_by_role("link", name=re.compile(rf"选\s*{first['name']}")).click()
    page.get_by_role("link", name=re.compile(rf"选\s*{second['name']}")).click()
    page.get_by_role("link", name="下一步").click()
    page.get_by_label("一个新的区域，用新编码").check()
    page.fill("[name=name]", "联合社区")
    page.fill("[name=code]", "12")
    page.get_by_role("button", name="看看会动哪些").click()
    expect(page.locator(".field-error")).to_contain_text("6到20位数字")
    page.fill("[name=code]", NEW)
    page.get_by_role("button", name="看看会动哪些").click()
    expect(page.locator("h1")).to_contain_text("会动哪些")
    expect(page.locator(".island-map canvas")).to_have_count(2)
    assert server.rows("SELECT count(*) FROM areas_boundarychange") == [(0,)]
    ready(page).get_by_role("button", name="现在就调整").click()
    expect(page.locator(".messages")).to_contain_text("已经调整好")
    rows = server.rows(
        "SELECT count(*) FROM areas_areaversion c JOIN areas_areaversion p ON c.parent_id = p.area_id"
        " WHERE p.code = %s AND upper_inf(c.valid) AND upper_inf(p.valid)", NEW,
    )  # fmt: skip
    assert rows[0][0] > 0
    page.get_by_role("link", name=first["name"]).first.click()
    expect(page.locator("main")).to_contain_text("已撤销")
    expect(page.locator("main")).to_contain_text("联合社区")


def test_a_grid_is_split_by_a_line_on_the_map_for_a_day_to_come(
    person: MakePerson, server: Server
) -> None:
    second = server.city["neighbours"][1]
    grid = server.rows(
        "SELECT code, name FROM areas_areaversion WHERE code LIKE %s AND shape IS NOT NULL"
        " AND length(code) > 12 ORDER BY code LIMIT 1", f"{second['code']}%",
    )[0]  # fmt: skip
    page = person("sysadmin").page
    page.goto(f"/desk/areas/changes/new/?kind=split&area={grid[0]}")
    ready(page)
    ground = page.locator(".island-map")
    ground.scroll_into_view_if_needed()
    box = ground.bounding_box()
    assert box is not None
    across = box["width"] / 2
    ground.click(position={"x": across, "y": 6})
    ground.click(position={"x": across + 3, "y": box["height"] - 6})
    expect(page.locator("[name=line]")).to_have_value(re.compile(r"^[\d.]+,[\d.]+ [\d.]+,[\d.]+$"))
    page.fill("[name=name_1]", "西格")
    page.fill("[name=code_1]", "22072300990101")
    page.fill("[name=name_2]", "东格")
    page.fill("[name=code_2]", "22072300990102")
    page.select_option("[name=keeps]", "0")
    page.fill("[name=effective_on]", str(today() + timedelta(days=7)))
    page.get_by_role("button", name="看看会动哪些").click()
    expect(page.locator("h1")).to_contain_text("会动哪些")
    ready(page).get_by_role("button", name="安排好，到那天生效").click()
    expect(page.locator(".messages")).to_contain_text("自动生效")
    ready(page).get_by_role("button", name="取消这项调整").click()
    page.locator("dialog[open]").get_by_role("button", name="取消调整").click()
    expect(page.locator(".messages")).to_contain_text("已取消")
    assert server.rows("SELECT count(*) FROM areas_areaversion WHERE name = '西格'") == [(0,)]
