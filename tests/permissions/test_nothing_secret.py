"""No secret stands on the page of the IT office, nor in the log, even at DEBUG."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.accounts.services import send_code
from gongzhi.platform.loginconfig import OidcConfig
from gongzhi.platform.logs import RedactingFormatter, logging_config

from .asking import savepoint
from .cast import Cast

PASSWORD, WRONG, NEXT = "qiao-men-san-xia", "zhe-ge-bu-dui-9", "xin-de-mi-ma-2026"
PHONE = "19900000077"


@pytest.fixture
def secrets(settings: Any) -> list[str]:
    """Every secret of the installation, with those of services that a city may have."""
    settings.GONGZHI_SMS = {"url": "https://sms.example/send?key=sms-in-url", "secret": "sms-sec"}
    settings.GONGZHI_OIDC = OidcConfig(
        issuer="https://sso.example", client_id="gongzhi", secret="oidc-sec", name="统一认证"
    )
    keys = [part.split(":", 1)[-1] for part in str(django_settings.GONGZHI_KEYS).split(",")]
    database = connection.settings_dict
    found = [django_settings.SECRET_KEY, *keys, "sms-in-url", "sms-sec", "oidc-sec"]
    return [*found, *(filter(None, (database["PASSWORD"], str(database["HOST"]))))]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged from DEBUG on, written as the program writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(RedactingFormatter("%(levelname)s %(name)s %(message)s %(args)s"))
    wanted: dict[str, Any] = {"": {"level": "DEBUG"}, "axes": {"level": "DEBUG"}}
    wanted |= logging_config("DEBUG")["loggers"]  # type: ignore[operator]
    loggers = [logging.getLogger(name) for name in wanted]
    before = [one.level for one in loggers]
    for one, more in zip(loggers, wanted.values(), strict=True):
        one.setLevel(more["level"])
    loggers[0].addHandler(handler)
    yield out
    loggers[0].removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)


def test_the_it_office_sees_figures_and_no_secret(cast: Cast, secrets: list[str]) -> None:
    browser = cast.browser("sysadmin")
    session = browser.cookies["sessionid"].value
    page = browser.get("/desk/it/").content.decode()
    assert "PostgreSQL" in page
    shown = [one for one in (*secrets, session, cast.token.split("_", 2)[2]) if one in page]
    assert shown == []


def test_the_log_at_debug_keeps_them_to_itself(
    cast: Cast, secrets: list[str], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(send_code, "deliver", lambda **text: sent.append(text["code"]))
    user = User.objects.get(pk=cast.actors["dispatcher"].user_id)
    user.set_password(PASSWORD)
    user.save()
    with savepoint():
        staff, resident = Client(), Client()
        staff.post("/login/", {"username": user.username, "password": WRONG})
        staff.post("/login/", {"username": user.username, "password": PASSWORD})
        assert staff.get("/desk/").status_code == 200
        changed = staff.post("/me/password/", {"old": PASSWORD, "new": NEXT, "again": NEXT})
        assert changed["Location"] == "/me/second-factor/"
        cookies = [staff.cookies["sessionid"].value]
        resident.post("/me/login/", {"phone": PHONE, "step": "send"})
        entered = resident.post("/me/login/", {"phone": PHONE, "code": sent[0]})
        assert entered.status_code == 302
        cookies.append(resident.cookies["sessionid"].value)
        for token in (cast.token, f"{cast.token}x"):
            Client(HTTP_AUTHORIZATION=f"Bearer {token}").get("/api/v1/orders")
        staff.get("/nowhere/", {"password": PASSWORD})
        staff.post("/desk/users/", {"password": PASSWORD})
    logging.getLogger("gongzhi").debug("the log is heard")
    text = log.getvalue()
    assert "the log is heard" in text
    assert all(cookies)
    private = [PASSWORD, WRONG, NEXT, PHONE, cast.token.split("_", 2)[2], *cookies]
    assert [one for one in (*secrets, *private) if one in text] == []
    assert f" {sent[0]}" not in text
