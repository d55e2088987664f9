"""The login ends while somebody writes: nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]


def test_what_was_written_goes_after_a_login_on_another_page(
    person: MakePerson, server: Server
) -> None:
    clerk = person("acceptor")
    page = clerk.page
    page.goto("/desk/new/")
    ready(page).fill("[name=text]", "三单元门禁坏了，进不去")
    page.fill("[name=place]", "3号楼")
    page.context.clear_cookies(name="sessionid")
    # A suggestion finds it first: the page stays all the same.
    with page.expect_response(lambda answer: answer.status == 401):
        page.locator("[name=category_q]").press_sequentially("路灯")
    expect(page.locator("#toasts")).to_contain_text("登录已过期")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main [role=alert]", has_text="登录已过期")).to_be_visible()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="另开一页登录").click()
    other, account = opened.value, server.account("acceptor")
    other.fill("[name=username]", account["username"])
    other.fill("[name=password]", account["password"])
    other.locator("main button[type=submit]").click()
    other.wait_for_url(re.compile("/desk/"))
    other.close()

    expect(page.locator("[name=text]")).to_have_value("三单元门禁坏了，进不去")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/orders/"))
    expect(page.locator("main")).to_contain_text("三单元门禁坏了，进不去")
