"""Logging in by the office's own service: allauth's OpenID Connect, bent to our users.

State and PKCE are allauth's; the nonce, the check of the ID token's signature in every case and
the match with a user that exists already are ours. allauth never makes a user, a session or a row.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any, Final

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.accounts.login.officeservice import LoginRefused, config
from gongzhi.accounts.services.sign_in_by_service import sign_in_by_service

PROVIDER_ID: Final = "office"
_TIMEOUT: Final = 10.0
_LEEWAY: Final = 60  # seconds that two clocks may differ
# Signed by the service's private key; a shared secret (HS256) would be ours to forge.
_ALGORITHMS: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})


class StaffAdapter(DefaultSocialAccountAdapter):
    """allauth's hooks (SOCIALACCOUNT_ADAPTER): who the service is, and what a success means."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one service of the settings."""
        wanted = config()
        if not wanted.issuer:
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER_ID,
            name=wanted.name,
            client_id=wanted.client_id,
            secret=wanted.secret,
        )
        app.settings = {"server_url": wanted.issuer, "oauth_pkce_enabled": True}
        return [app]

    def get_requests_session(self) -> requests.Session:
        """A service that does not answer must not hold a thread for ever."""
        session = super().get_requests_session()
        send = session.request

        def request(method: str, url: str, **more: Any) -> requests.Response:
            return send(method, url, **{"timeout": _TIMEOUT, **more})

        session.request = request
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The service has answered: ours takes over here, before allauth would log in."""
        data = sociallogin.account.extra_data
        state = sociallogin.state
        address = sign_in_by_service(
            request, claims=_claims(data, state), target=str(state.get("next") or "")
        )
        raise ImmediateHttpResponse(HttpResponseRedirect(address))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: accounts are made by the system administrator."""
        return False

    def on_authentication_error(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        """One sentence on our login page instead of allauth's page."""
        raise LoginRefused


def _claims(data: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """What the signed token says, with what userinfo adds for the same person. LoginRefused."""
    token = data.get("id_token") or {}
    wanted = (state.get("data") or {}).get("nonce") or ""
    if not token or not hmac.compare_digest(str(token.get("nonce") or ""), wanted) or not wanted:
        raise LoginRefused
    info = data.get("userinfo") or {}
    if info and info.get("sub") != token.get("sub"):
        raise LoginRefused
    return {**info, **token}


class _Adapter(OpenIDConnectOAuth2Adapter):
    def get_provider(self) -> _Provider:
        app = StaffAdapter(self.request).list_apps(self.request)[0]
        return _Provider(self.request, app=app)

    @property
    def openid_config(self) -> dict[str, Any]:
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != config().issuer:
            raise LoginRefused
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.PUBLIC_URL}{reverse('accounts:oidc_back')}"

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The signature counts even where the token came straight from the service."""
        with StaffAdapter(self.request).get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        try:
            return _verified(
                id_token, answer.json(), issuer=self.openid_config["issuer"], client=app.client_id
            )
        except jwt.PyJWTError as error:
            raise LoginRefused from error


def _verified(token: str, key_set: dict[str, Any], *, issuer: str, client: str) -> dict[str, Any]:
    """The claims of an ID token (OpenID Connect Core 3.1.3.7). LoginRefused or PyJWTError.

    allauth's own check demands a key id, which a service with one key need not send.
    """
    header = jwt.get_unverified_header(token)
    kid, algorithm = header.get("kid"), str(header.get("alg"))
    fitting = [
        key
        for key in key_set.get("keys", [])
        if key.get("use", "sig") == "sig" and kid in {None, key.get("kid")}
    ]
    if len(fitting) != 1 or algorithm not in _ALGORITHMS:
        raise LoginRefused
    found: dict[str, Any] = jwt.decode(
        token,
        jwt.PyJWK(fitting[0], algorithm=algorithm).key,
        algorithms=[algorithm],
        audience=client,
        issuer=issuer,
        leeway=_LEEWAY,
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )
    if found.get("azp", client) != client:
        raise LoginRefused
    return found


class _Provider(OpenIDConnectProvider):
    oauth2_adapter_class = _Adapter


def leave_for_service(request: HttpRequest, *, target: str) -> HttpResponse:
    """To the service's own login page. LoginRefused when it cannot be reached."""
    provider = _Adapter(request, PROVIDER_ID).get_provider()
    nonce = secrets.token_urlsafe(24)
    try:
        answer: HttpResponse = provider.redirect(
            request,
            process="login",
            next_url=target or None,
            data={"nonce": nonce},
            auth_params={"nonce": nonce},
        )
    except (requests.RequestException, OAuth2Error, KeyError, ValueError) as error:
        raise LoginRefused(_("单位统一认证暂时连不上，请稍后再试，或用账号密码登录。")) from error
    return answer


def come_back(request: HttpRequest) -> HttpResponse:
    """The service sent the person back with a code. LoginRefused for whatever does not fit."""
    try:
        view = OAuth2CallbackView.adapter_view(_Adapter(request, PROVIDER_ID))
        answer: HttpResponse = view(request)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError) as error:
        raise LoginRefused from error
    return answer
