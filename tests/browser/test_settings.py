"""An office changes its settings in a browser, by keyboard: keep, preview, apply, undo."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]


def test_settings_are_changed_previewed_applied_and_undone(
    person: MakePerson, server: Server
) -> None:
    page = person("sysadmin").page
    page.goto("/desk/settings/stages/")
    days = page.get_by_label(re.compile("办结后几天内可以评价"))
    ready(page)
    days.fill("0")
    days.press("Enter")
    expect(page.locator(".field-error").first).to_be_visible()
    days.fill("9")
    days.press("Enter")
    expect(page.locator(".settings-pending")).to_contain_text("未应用的修改 1 处")
    page.goto("/desk/settings/texts/")
    text = ready(page).locator("textarea").first
    text.fill("收到您的“{title}”，编号 {number}。{sentence}。{link}")
    expect(page.locator(".settings-said").first).to_contain_text("收到您的“路灯不亮”")
    page.get_by_role("button", name="记下修改").click()
    page.get_by_role("link", name="预览并应用").click()
    table = page.locator(".settings-told")
    expect(table).to_contain_text("办结后几天内可以评价")
    expect(table).to_contain_text("收到诉求")
    page.fill("#reason", "评价期放宽")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/history/\d+/"))
    expect(page.locator("main")).to_contain_text("评价期放宽")
    settings = "SELECT document->'orders/settings'->>'rating_days' FROM profiles_profilerelease"
    newest = f"{settings} ORDER BY version DESC LIMIT 1"
    assert server.rows(newest) == [("9",)]
    page.get_by_role("link", name="撤销这次修改").click()
    page.fill("#reason", "再想想")
    page.get_by_role("button", name="确定退回").click()
    page.wait_for_url(re.compile(r"/history/\d+/"))
    assert server.rows(newest) == [("7",)]


def test_a_duty_is_found_by_name_and_given_to_another_body(person: MakePerson) -> None:
    page = person("sysadmin").page
    page.goto("/desk/settings/table/duties/?find=ld")
    page.get_by_role("link", name=re.compile("^改")).first.click()
    lead = ready(page).locator("[name=lead]")
    lead.fill("")
    lead.press_sequentially("环卫", delay=20)
    expect(page.locator("#list-body option").first).to_have_attribute("value", "HW")
    lead.fill("HW")
    page.get_by_role("button", name="记下修改").click()
    page.get_by_role("link", name="预览并应用").click()
    expect(page.locator(".settings-told")).to_contain_text("环卫处")
    page.get_by_role("button", name="全部丢弃").click()
    expect(page.locator(".messages")).to_contain_text("修改都已丢弃")


def test_the_home_of_the_it_office(person: MakePerson) -> None:
    page = person("sysadmin").page
    page.goto("/desk/it/")
    expect(page.locator("main")).to_contain_text("在干活的进程")
    expect(page.locator("main")).to_contain_text("没有备份记录")
