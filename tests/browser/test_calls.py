"""Whistle and respond, and an emergency: who calls and who is called walk it in browsers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]
RESULT = "路灯班下午到现场，灯杆已扶正加固，电线已包好，现在亮了。"


def started(page: Page, process: str, text: str) -> str:
    """Hand in the form of `/desk/start/…`; the number of the order on whose page one lands."""
    page.fill("[name=text]", text)
    page.get_by_role("button", name="发起", exact=True).click()
    page.wait_for_url("**/desk/orders/**")
    return page.url.rstrip("/").split("/")[-1]


def test_a_street_calls_and_a_department_responds(person: MakePerson, server: Server) -> None:
    director = person("street_director").page
    director.goto("/desk/start/street_call/")
    ready(director).locator("input[name=bodies][value=SZ]").check()
    number = started(director, "street_call", "灯杆歪了，电线露着，请一起来处理")
    expect(director.locator("#calls")).to_contain_text("1家还没反馈")

    handler = person("handler").page
    handler.goto("/desk/?tab=called")
    handler.locator(f"a[href='/desk/orders/{number}/']").first.click()
    handler.get_by_role("button", name="收到，马上来").click()
    handler.get_by_role("button", name="到场了").click()
    handler.locator("textarea[name=feedback]").fill("灯杆已扶正，电线已包好")
    handler.get_by_role("button", name="反馈给呼叫的单位").click()
    expect(handler.locator("#calls")).to_contain_text("灯杆已扶正")

    director.reload()
    expect(director.locator("#calls")).to_contain_text("都反馈了")
    director.locator("#calls summary", has_text="评价").click()
    director.get_by_label("满意", exact=True).check()
    director.get_by_role("button", name="评价", exact=True).click()
    expect(director.locator("main")).to_contain_text("已评价，不能再改")
    ready(director).locator("textarea[name=result]").first.fill(RESULT)
    director.get_by_role("button", name="各家都反馈了，办结").click()
    expect(director.locator("main")).to_contain_text("呼叫已办结")
    assert server.state(number) == "street_call_done"

    handler.reload()
    handler.locator("#calls summary", has_text="评价").click()
    handler.get_by_label("基本满意").check()
    handler.get_by_role("button", name="评价", exact=True).click()
    expect(handler.locator("main")).to_contain_text("已评价，不能再改")
    said = server.rows("SELECT by, satisfaction FROM orders_callrating ORDER BY by")
    assert said == [("called", 2), ("caller", 3)]


def test_an_emergency_from_the_report_to_the_review(person: MakePerson, server: Server) -> None:
    clerk = person("community_clerk").page
    clerk.goto("/desk/start/emergency/")
    ready(clerk).select_option("[name=level]", "iii")
    number = started(clerk, "emergency", "三号楼电表箱起火，烟大")

    commander = person("commander").page
    commander.goto(f"/command/orders/{number}/")
    ready(commander).get_by_role("button", name="一键调度").click()
    expect(commander.locator("#drawer")).to_contain_text("已通知")

    worker = person("grid_worker").page
    for button in ("收到，马上去", "到场了"):
        worker.goto("/field/calls/")
        ready(worker).get_by_role("button", name=button).click()
        worker.wait_for_timeout(1500)
    worker.goto("/field/calls/")
    ready(worker).locator("textarea[name=feedback]").fill("明火已灭，五户都出来了")
    worker.get_by_role("button", name="反馈给呼叫的单位").click()
    worker.wait_for_timeout(1500)

    director = person("street_director").page
    director.goto(f"/desk/orders/{number}/")
    expect(ready(director).locator("#calls")).to_contain_text("都反馈了")
    director.locator("textarea[name=result]").first.fill("明火已扑灭，住户已返回，无人受伤。")
    director.get_by_role("button", name="险情排除，结束").click()
    expect(director.locator("main")).to_contain_text("突发事件待复盘")
    ready(director).locator("textarea[name=review]").fill("呼叫快；楼道堆物挡路，已请物业清理。")
    director.get_by_role("button", name="写复盘，办结").click()
    expect(director.locator("main")).to_contain_text("突发事件已办结")
    assert server.state(number) == "emergency_closed"
