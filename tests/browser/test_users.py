"""From a new account to an ended posting: two people, two browsers, one day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from .people import Person, Server

MakePerson = Callable[..., Person]
PASSWORD = "Shan-Gao-Shui-Chang-9"


def code_of(secret: str, *, ahead: int = 0) -> str:
    now = datetime.now(UTC) + timedelta(seconds=ahead)
    return format_hotp_value(hotp_value(secret, int(now.timestamp()) // 30))


def make_account(page: Page, username: str, name: str) -> str:
    """The system administrator's part; the temporary password."""
    page.goto("/desk/users/")
    page.get_by_role("link", name="新建账号").click()
    page.fill("[name=username]", username)
    page.fill("[name=name]", name)
    page.get_by_role("button", name="建这个账号").click()
    return page.locator(".once-secret").inner_text()


def post(page: Page, role: str, body: str) -> None:
    page.get_by_role("link", name="安排岗位").click()
    page.select_option("[name=role]", role)
    page.locator("[name=body]").press_sequentially(body, delay=20)
    expect(page.locator("#body-names option").first).to_be_attached()
    page.get_by_role("button", name="安排", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("岗位已安排")


def test_from_a_new_account_to_an_ended_posting(
    person: MakePerson, server: Server, chromium: Browser
) -> None:
    admin = person("sysadmin").page
    password = make_account(admin, "xin.ren", "新来的")
    post(admin, "handler", "SZ")
    made = admin.url

    someone = person("resident").page
    someone.set_viewport_size({"width": 1280, "height": 900})
    someone.goto("/login/")
    someone.fill("[name=username]", "xin.ren")
    someone.fill("[name=password]", password)
    someone.locator("form .btn-primary").click()
    expect(someone.locator("h1")).to_have_text("设自己的密码")
    someone.fill("[name=new]", PASSWORD)
    someone.fill("[name=again]", PASSWORD)
    someone.locator("form .btn-primary").click()
    someone.wait_for_url(re.compile("/desk/"))

    # A second factor of one's own free will; the next login asks for it.
    someone.goto("/me/second-factor/")
    expect(someone.locator(".factor-qr")).to_be_visible()
    secret = someone.locator(".factor-secret").inner_text().replace(" ", "")
    assert someone.evaluate("document.querySelector('.factor-qr').naturalWidth") > 0
    someone.fill("[name=code]", code_of(secret))
    someone.get_by_role("button", name="设好第二验证").click()
    expect(someone.locator(".factor-codes li")).to_have_count(10)
    recovery = someone.locator(".factor-codes li").first.inner_text()
    someone.locator(".bar-end summary").last.click()
    someone.get_by_role("button", name="退出登录").click()
    someone.wait_for_url(re.compile("/login/"))
    someone.fill("[name=username]", "xin.ren")
    someone.fill("[name=password]", PASSWORD)
    someone.locator("form .btn-primary").click()
    expect(someone.locator("h1")).to_have_text("第二验证")
    someone.fill("[name=code]", "000000")
    someone.locator("form .btn-primary").click()
    expect(someone.locator(".field-error")).to_contain_text("验证码不对")
    someone.fill("[name=code]", recovery)
    someone.locator("form .btn-primary").click()
    someone.wait_for_url(re.compile("/desk/"))

    # An order is in hand. Then the posting is handed over.
    number = server.city["seeds"]["in_hand"]
    server.rows(
        "UPDATE orders_order SET handler_id = u.id FROM accounts_user u"
        " WHERE u.username = 'xin.ren' AND number = %s RETURNING number",
        number,
    )
    someone.goto(f"/desk/orders/{number}/")
    expect(someone.locator("main")).to_contain_text(number)
    admin.goto(made)
    admin.get_by_role("link", name=re.compile("交接结束")).click()
    expect(admin.locator("main")).to_contain_text("经办的工单：1")
    admin.fill("[name=successor]", "b-handler")
    admin.get_by_role("button", name="交接并结束", exact=True).click()
    expect(admin.locator(".messages")).to_contain_text("1件工作交给了")

    # At the very next look nothing is to be seen; the order is with the successor.
    someone.goto(f"/desk/orders/{number}/")
    expect(someone).to_have_url(re.compile("/login/"))
    expect(someone.locator("main")).to_contain_text("您的岗位已经结束")
    someone.fill("[name=username]", "xin.ren")
    someone.fill("[name=password]", PASSWORD)
    someone.locator("form .btn-primary").click()
    expect(someone.locator("main")).to_contain_text("目前没有岗位")
    handler = person("handler").page
    handler.goto(f"/desk/orders/{number}/")
    expect(handler.locator("main")).to_contain_text("工作交接")
    who = server.rows(
        "SELECT u.username FROM orders_order o JOIN accounts_user u ON u.id = o.handler_id"
        " WHERE o.number = %s",
        number,
    )
    assert who == [("b-handler",)]

    auditor = person("auditadmin").page
    auditor.goto("/desk/access/?log=events")
    for words in ("建了账号 xin.ren", "工作交给", "件工作交给了", "本人设置了第二验证"):
        expect(auditor.locator("table")).to_contain_text(words)
    with auditor.expect_download():
        auditor.get_by_role("link", name=re.compile("导出")).click()
    auditor.reload()
    expect(auditor.locator("tbody tr").first).to_contain_text("导出了账号变动")


def test_an_administrator_needs_two(person: MakePerson) -> None:
    admin = person("sysadmin").page
    make_account(admin, "shen.ji", "审计二号")
    admin.get_by_role("link", name="安排岗位").click()
    admin.select_option("[name=role]", "auditadmin")
    admin.fill("[name=body]", "SZ")
    admin.fill("[name=reason]", "增设一名")
    admin.get_by_role("button", name="安排", exact=True).click()
    expect(admin.locator(".messages")).to_contain_text("安全管理员批准后生效")
    expect(admin.locator("main")).to_contain_text("还没有岗位")
    security = person("secadmin").page
    security.goto("/desk/users/requests/")
    expect(security.locator("article")).to_contain_text("设审计二号为审计管理员")
    security.get_by_role("button", name="批准", exact=True).click()
    expect(security.locator(".messages")).to_contain_text("已批准")
    admin.reload()
    expect(admin.locator("tbody")).to_contain_text("审计管理员")
