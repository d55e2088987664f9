"""A resident who signs in by phone, as everybody does."""

from __future__ import annotations

from .people import Person


def sign_in(resident: Person, phone: str) -> None:
    """By the code that the demo's inbox shows."""
    page = resident.page
    page.goto("/me/login/")
    page.fill("[name=phone]", phone)
    page.get_by_role("button", name="获取验证码").click()
    page.fill("[name=code]", resident.code(phone))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/me/login/" not in url)
