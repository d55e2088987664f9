"""Logging in by the office's service, against a real OpenID Connect server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from gongzhi.accounts.models import AccountEvent, Session, User
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.second_factor import set_up_second_factor
from gongzhi.kernel import clock
from gongzhi.platform.loginconfig import OidcConfig, oidc_config
from gongzhi.platform.problems import PlatformError

from .conftest import NOON, PASSWORD, City
from .test_second_factor import SECRET, code_at

BACK = "/login/service/back/"


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    people = [
        oidc_provider_mock.User(
            sub="s-1", claims={"preferred_username": "Handler", "employee_id": "E-07"}
        ),
        oidc_provider_mock.User(
            sub="s-2", claims={"preferred_username": "nobody.here", "name": "示例新人"}
        ),
        oidc_provider_mock.User(sub="s-3", claims={"email": "x@example.com"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def configured(settings: Any, service: str) -> OidcConfig:
    settings.GONGZHI_OIDC = OidcConfig(
        issuer=service, client_id="gongzhi", secret="a-secret", name="迁安政务统一认证"
    )
    settings.PUBLIC_URL = "http://testserver"
    return settings.GONGZHI_OIDC


def leave(client: Client, target: str = "") -> str:
    """Press the button; the address at the service."""
    answer = client.get("/login/service/", {"next": target} if target else {})
    assert answer.status_code == 302
    return str(answer["Location"])


def at_service(address: str, sub: str) -> str:
    """What a person does there: say who one is. The address to come back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def come(client: Client, sub: str = "s-1", target: str = "") -> Any:
    return client.get(at_service(leave(client, target), sub))


def is_in(client: Client) -> bool:
    return client.get("/me/second-factor/").status_code == 200


def said(client: Client) -> str:
    return client.get("/login/").content.decode()


def test_without_a_service_there_is_no_button_and_no_way(client: Client, handler: User) -> None:
    assert "/login/service/" not in said(client)
    for path in ("/login/service/", BACK):
        assert client.get(path)["Location"] == "/login/"
        assert "没有开通" in said(client)


def test_somebody_known_gets_in(client: Client, handler: User, configured: OidcConfig) -> None:
    assert "用迁安政务统一认证登录" in said(client)
    before = client.session.session_key
    address = leave(client, "/desk/duties/")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 24
    assert len(asked["state"]) >= 16
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    answer = client.get(at_service(address, "s-1"))
    assert answer["Location"] == "/desk/duties/"
    assert is_in(client)
    assert client.session.session_key != before
    assert Session.objects.get(session_key=client.session.session_key).user_id == handler.pk
    assert SocialAccount.objects.count() == 0
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert not is_in(client)  # idle time-out holds here too
    client.get("/login/")
    come(client)
    assert client.post("/logout/")["Location"] == "/login/"
    assert "单位统一认证可能仍在登录中" in said(client)
    assert not is_in(client)


def test_next_leads_to_this_site_only(
    client: Client, handler: User, configured: OidcConfig
) -> None:
    assert come(client, target="https://evil.example/")["Location"] == "/desk/"


def test_an_answer_counts_once_and_in_its_own_browser(
    client: Client, handler: User, configured: OidcConfig
) -> None:
    back = at_service(leave(client), "s-1")
    other = Client()
    assert other.get(back)["Location"] == "/login/"
    assert not is_in(other)
    assert client.get(back)["Location"] == "/desk/"
    client.post("/logout/")
    assert client.get(back)["Location"] == "/login/"
    assert not is_in(client)


def test_a_foreign_nonce_is_refused(client: Client, handler: User, configured: OidcConfig) -> None:
    """A code that was made for another login does not open this one."""
    address = leave(client)
    theirs = at_service(leave(Client()), "s-1")
    state = parse_qs(urlsplit(address).query)["state"][0]
    code = parse_qs(urlsplit(theirs).query)["code"][0]
    assert client.get(BACK, {"code": code, "state": state})["Location"] == "/login/"
    assert "没有成功" in said(client)
    assert not is_in(client)


@pytest.mark.parametrize(("sub", "words"), [("s-2", "还没有岗位"), ("s-3", "没有告诉我们您是谁")])
def test_strangers_stay_out_and_no_account_is_made(
    client: Client, handler: User, configured: OidcConfig, sub: str, words: str
) -> None:
    assert come(client, sub)["Location"] == "/login/"
    assert words in said(client)
    assert User.objects.count() == 1
    assert not is_in(client)


def test_an_account_can_be_made_but_never_a_posting(
    client: Client, handler: User, settings: Any, configured: OidcConfig
) -> None:
    settings.GONGZHI_OIDC = OidcConfig(**{**vars_of(configured), "create": True})
    for _ in range(2):
        assert come(client, "s-2")["Location"] == "/login/"
    made = User.objects.get(username="nobody.here")
    assert (made.name, made.postings.count(), made.has_usable_password()) == ("示例新人", 0, False)
    assert AccountEvent.objects.filter(kind="service_created", target=made).count() == 1
    assert not is_in(client)


def test_blocked_people_and_ended_postings_stay_out(
    client: Client, handler: User, configured: OidcConfig
) -> None:
    User.objects.update(is_active=False)
    come(client)
    assert not is_in(client)
    User.objects.update(is_active=True)
    handler.postings.all().delete()
    come(client)
    assert "还没有岗位" in said(client)
    assert not is_in(client)


def test_the_employee_number_can_decide(
    client: Client, handler: User, settings: Any, configured: OidcConfig
) -> None:
    settings.GONGZHI_OIDC = OidcConfig(
        **{**vars_of(configured), "match": "employee_number", "claim": "employee_id"}
    )
    come(client)
    assert not is_in(client)
    User.objects.filter(pk=handler.pk).update(employee_number="E-07", username="other")
    come(client)
    assert is_in(client)


@pytest.mark.parametrize("trusted", [False, True])
def test_the_second_factor_is_asked_for_unless_the_service_is_trusted_with_it(
    client: Client, handler: User, settings: Any, configured: OidcConfig, trusted: bool
) -> None:
    set_up_second_factor(user=handler, secret=SECRET, code=code_at(NOON), at=NOON)
    settings.GONGZHI_OIDC = OidcConfig(**{**vars_of(configured), "trusted": trusted})
    assert come(client)["Location"] == ("/desk/" if trusted else "/login/second-factor/")
    assert is_in(client) is trusted


def test_a_service_that_is_down_is_said(
    client: Client, handler: User, settings: Any, configured: OidcConfig
) -> None:
    settings.GONGZHI_OIDC = OidcConfig(issuer="http://localhost:1", client_id="gongzhi")
    assert client.get("/login/service/")["Location"] == "/login/"
    assert "暂时连不上" in said(client)


def test_a_service_with_another_name_is_refused(
    client: Client, handler: User, settings: Any, service: str, configured: OidcConfig
) -> None:
    other = service.replace("localhost", "127.0.0.1")
    settings.GONGZHI_OIDC = OidcConfig(issuer=f"{other}/", client_id="gongzhi")
    # The service calls itself by the host without the slash: not who we were told it is.
    assert client.get("/login/service/")["Location"] == "/login/"
    assert "没有成功" in said(client)


def test_a_person_who_says_no_is_told(
    client: Client, handler: User, configured: OidcConfig
) -> None:
    answer = requests.post(
        leave(client), data={"action": "deny"}, allow_redirects=False, timeout=10
    )
    back = urlsplit(answer.headers["Location"])
    state = parse_qs(back.query).get("state", [""])[0]
    assert client.get(BACK, {"error": "access_denied", "state": state})["Location"] == "/login/"
    assert "没有成功" in said(client)


def test_a_resident_on_this_browser_is_signed_out(
    client: Client, handler: User, configured: OidcConfig
) -> None:
    session = client.session
    session["resident_id"] = 1
    session.save()
    come(client)
    assert "resident_id" not in client.session


def test_none_of_allauths_pages_has_an_address() -> None:
    for path in ("/accounts/signup/", "/accounts/login/", "/signup/", "/accounts/2fa/",
                 "/accounts/social/signup/", "/accounts/password/reset/"):  # fmt: skip
        with pytest.raises(Resolver404):
            resolve(path)
    for name in ("account_signup", "account_login", "mfa_index", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_settings_that_cannot_be_safe_are_refused(tmp_path: Any) -> None:
    assert oidc_config({}).issuer == ""
    good = {"GONGZHI_OIDC_ISSUER": "https://sso.example.gov.cn/", "GONGZHI_OIDC_CLIENT": "gz"}
    secret = tmp_path / "secret"
    secret.write_text("top\n", encoding="utf-8")
    found = oidc_config({**good, "GONGZHI_OIDC_SECRET_FILE": str(secret)})
    assert (found.issuer, found.secret) == ("https://sso.example.gov.cn", "top")
    assert "top" not in repr(found)
    for bad in (
        {"GONGZHI_OIDC_ISSUER": "http://sso.example.gov.cn"},
        {"GONGZHI_OIDC_CLIENT": ""},
        {"GONGZHI_OIDC_MATCH": "email"},
        {"GONGZHI_OIDC_SECRET_FILE": str(tmp_path / "none")},
    ):
        with pytest.raises(PlatformError):
            oidc_config({**good, **bad})


def vars_of(config: OidcConfig) -> dict[str, Any]:
    return {name: getattr(config, name) for name in OidcConfig.__dataclass_fields__}


def test_a_password_login_is_untouched(
    client: Client, city: City, handler: User, configured: OidcConfig
) -> None:
    create_staff(username="other", name="示例", password=PASSWORD)
    answer = client.post("/login/", {"username": "handler", "password": PASSWORD})
    assert answer["Location"] == "/desk/"
