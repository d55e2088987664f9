"""Logging in by the office's service in a browser, against a real OpenID Connect server here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import oidc_provider_mock
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from gongzhi.accounts.models import User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.platform.loginconfig import OidcConfig

from .people import DESK

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/me/leave/"  # a page of one's own that needs no city


@pytest.fixture(scope="module", autouse=True)
def _beside_playwrights_loop() -> Iterator[None]:
    """The server is in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def service(settings: Any, live_server: Any) -> Iterator[str]:
    """The office's server knows two people; one of them has a posting here."""
    people = [
        oidc_provider_mock.User(sub="known", claims={"preferred_username": "handler"}),
        oidc_provider_mock.User(sub="new", claims={"preferred_username": "nobody.here"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        url = f"http://localhost:{server.server_port}"
        settings.GONGZHI_OIDC = OidcConfig(
            issuer=url, client_id="gongzhi", secret="a-secret", name="迁安政务统一认证"
        )
        settings.PUBLIC_URL = live_server.url
        bureau = Body.objects.create(code="bureau", name="示例局", kind="department", path="1.")
        orgs.forget()
        handler = create_staff(username="handler", name="示例经办", password="qiao-men-san-xia")
        assign_posting(user=handler, role="handler", body=bureau)
        yield url
    orgs.forget()


@pytest.fixture
def opened(chromium: Browser, live_server: Any, service: str) -> Iterator[Callable[[], Page]]:
    """A browser of one's own; no page of ours may have had an error or broken its policy."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def heard(message: Any) -> None:
        if message.type == "error" and live_server.url in message.location.get("url", ""):
            troubles.append(message.text)

    def make() -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport=DESK)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def to_the_service(page: Page, service: str) -> None:
    page.goto(f"/login/?next={HOME}")
    page.get_by_role("link", name="用迁安政务统一认证登录").click()
    page.wait_for_url(f"{service}/**")


def say_who(page: Page, sub: str) -> None:
    page.fill("[name=sub]", sub)
    page.get_by_role("button", name="Authorize").click()


def test_login_a_first_login_logout_and_a_forged_answer(
    opened: Callable[[], Page], service: str, live_server: Any, client: Client
) -> None:
    page = opened()
    to_the_service(page, service)
    say_who(page, "known")
    page.wait_for_url(f"{live_server.url}{HOME}")
    assert page.context.cookies(live_server.url)
    page.locator("summary", has_text="示例经办").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/")
    expect(page.get_by_text("单位统一认证可能仍在登录中")).to_be_visible()
    page.goto(HOME)
    page.wait_for_url("**/login/**")

    stranger = opened()
    to_the_service(stranger, service)
    say_who(stranger, "new")
    stranger.wait_for_url("**/login/")
    expect(stranger.get_by_text("还没有岗位")).to_be_visible()
    assert not User.objects.filter(username="nobody.here").exists()

    # An answer that nobody here asked for, and one that somebody else's browser asked for.
    forged = opened()
    forged.goto("/login/service/back/?code=made-up&state=made-up")
    forged.wait_for_url("**/login/")
    expect(forged.locator(".alert")).to_be_visible()
    asking = opened()
    to_the_service(asking, service)
    asking.route("**/login/service/back/**", lambda route: route.abort())
    answers: list[str] = []
    asking.on("request", lambda sent: answers.append(sent.url) if "/back/" in sent.url else None)
    say_who(asking, "known")
    asking.wait_for_timeout(300)
    forged.goto(answers[0])
    forged.wait_for_url("**/login/")
    expect(forged.locator(".alert")).to_be_visible()
    forged.goto(HOME)
    forged.wait_for_url("**/login/**")
