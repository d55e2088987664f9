"""What may follow a right password: the second factor, setting it up, a password of one's own;
and the way to the office's login service and back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.forms import FactorForm, NewPasswordForm
from gongzhi.accounts.login import officeservice, oidc, secondfactor
from gongzhi.accounts.login.allauth_apps import allauth_context
from gongzhi.accounts.login.landing import safe_next
from gongzhi.accounts.login.lockout import locked_out
from gongzhi.accounts.login.passwords import password_rules
from gongzhi.accounts.models import User
from gongzhi.accounts.services.reset_password import change_password
from gongzhi.accounts.services.second_factor import check_second_factor, set_up_second_factor
from gongzhi.accounts.services.sign_in_staff import (
    CODE_PAGE,
    factor_shown,
    go_on,
    password_chosen,
    pending_user,
)
from gongzhi.accounts.views.staff import forget_reasons
from gongzhi.kernel.crypto import open_, seal
from gongzhi.kernel.errors import Denied, GongzhiError
from gongzhi.web.context_processors import platform

SETTING_UP = "login_secret"  # where the session keeps the sealed secret

Step = Callable[[HttpRequest, User], HttpResponse]


def half_way(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """For whoever has shown the password just now; others start from the login page."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        try:
            user = pending_user(request)
        except Denied as error:
            messages.warning(request, str(error))
            return HttpResponseRedirect("/login/")
        return view(request, user)

    return inner


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@half_way
def second_factor(request: HttpRequest, user: User) -> HttpResponse:
    """`/login/second-factor/`: a code. Wrong ones count like wrong passwords."""
    form = FactorForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, "second_factor", form)
    credentials = {"username": user.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return locked_out(request)
    try:
        check_second_factor(user=user, code=form.cleaned_data["code"])
    except GongzhiError as error:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        return _wrong(request, "second_factor", form, error)
    factor_shown(request)
    return forget_reasons(HttpResponseRedirect(go_on(request, user)))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@half_way
def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """`/login/second-factor/set-up/`: the picture, a code of it, then the recovery codes."""
    if secondfactor.enabled_for(user.pk):
        return HttpResponseRedirect(CODE_PAGE)
    secret = secret_of(request)
    form = FactorForm(request.POST if request.method == "POST" else None)
    more = picture(user, secret)
    if request.method == "GET" or not form.is_valid():
        return _page(request, "set_up_factor", form, **more)
    try:
        codes = set_up_second_factor(user=user, secret=secret, code=form.cleaned_data["code"])
    except GongzhiError as error:
        return _wrong(request, "set_up_factor", form, error, **more)
    request.session.pop(SETTING_UP, None)
    factor_shown(request)
    address = go_on(request, user)
    return forget_reasons(_page(request, "recovery_codes", None, codes=codes, onward=address))


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
@half_way
def own_password(request: HttpRequest, user: User) -> HttpResponse:
    """`/login/password/`: the temporary password is replaced by one that nobody else knows."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if user.temporary_until is None:
        return HttpResponseRedirect(go_on(request, user))
    rules = password_rules()
    if request.method == "GET" or not form.is_valid():
        return _page(request, "own_password", form, rules=rules)
    try:
        user = change_password(
            user=user, new=form.cleaned_data["new"], again=form.cleaned_data["again"]
        )
    except GongzhiError as error:
        return _wrong(request, "own_password", form, error, rules=rules)
    password_chosen(request, user)
    return forget_reasons(HttpResponseRedirect(go_on(request, user)))


@never_cache
@require_GET
@allauth_context
def to_service(request: HttpRequest) -> HttpResponse:
    """`/login/service/`: to the office's own login page, with state, nonce and PKCE."""
    return _by_service(request, lambda: oidc.leave_for_service(request, target=safe_next(request)))


@never_cache
@require_GET
@allauth_context
def from_service(request: HttpRequest) -> HttpResponse:
    """`/login/service/back/`: whoever the service vouches for goes on as after a password."""
    return forget_reasons(_by_service(request, lambda: oidc.come_back(request)))


def _by_service(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    if not officeservice.is_configured():
        messages.warning(request, _("这里没有开通单位统一认证，请用账号密码登录。"))
        return HttpResponseRedirect("/login/")
    try:
        return do()
    except officeservice.LoginRefused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect("/login/")


def secret_of(request: HttpRequest) -> str:
    """The secret that is being set up in this browser; sealed in the session's row too."""
    sealed = request.session.get(SETTING_UP)
    if sealed is None:
        sealed = request.session[SETTING_UP] = seal(secondfactor.new_secret())
    return open_(sealed)


def picture(user: User, secret: str) -> dict[str, Any]:
    """What the page of setting up shows."""
    address = secondfactor.address_of(
        username=user.username, issuer=str(platform().name), secret=secret
    )
    return {
        "qr": secondfactor.picture_of(address),
        "secret": secondfactor.in_fours(secret),
        "username": user.username,
    }


def _page(request: HttpRequest, name: str, form: Any, *, status: int = 200, **more: Any) -> Any:
    return render(request, f"accounts/{name}.html", {"form": form, **more}, status=status)


def _wrong(request: HttpRequest, name: str, form: Any, error: GongzhiError, **more: Any) -> Any:
    form.add_error(error.field if error.field in form.fields else None, str(error))
    return _page(request, name, form, status=error.status, **more)
