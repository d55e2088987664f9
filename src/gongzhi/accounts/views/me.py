"""/me/second-factor/ and /me/password/: what members of staff set for themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.accounts.forms import ChangePasswordForm, FactorForm
from gongzhi.accounts.login import secondfactor
from gongzhi.accounts.login.passwords import password_rules
from gongzhi.accounts.models import User
from gongzhi.accounts.services.reset_password import change_password
from gongzhi.accounts.services.second_factor import (
    codes_left,
    remove_second_factor,
    replace_codes,
    set_up_second_factor,
)
from gongzhi.accounts.views.login_steps import SETTING_UP, picture, secret_of
from gongzhi.kernel.errors import Denied, GongzhiError, Invalid
from gongzhi.web.access import actor_of, staff_only


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@staff_only()
def factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor, replace the recovery codes, or do without again."""
    form = FactorForm(request.POST if request.method == "POST" else None)
    form.fields["code"].widget.attrs.pop("autofocus", None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form=form)
    try:
        codes = _do(request, form.cleaned_data["code"])
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form=form, status=error.status)
    return _page(request, codes=codes) if codes else redirect("accounts:my_factor")


def _do(request: HttpRequest, code: str) -> list[str]:
    user, what = _user(request), request.POST.get("do", "")
    if what == "set":
        codes = set_up_second_factor(user=user, secret=secret_of(request), code=code)
        request.session.pop(SETTING_UP, None)
        return codes
    if what == "codes":
        return replace_codes(user=user, code=code)
    if what == "remove":
        remove_second_factor(user=user, code=code, required=_required(request))
        messages.success(request, _("第二验证已停用。"))
        return []
    raise Invalid(_("没有这个操作。"))


@sensitive_post_parameters("old", "new", "again")
@require_POST
@staff_only()
def password(request: HttpRequest) -> HttpResponse:
    """A new password; this session goes on, all others end."""
    form = ChangePasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, password_form=form, status=422)
    # Read now, while the session still fits the password: read later, Django would end it.
    if request.user.pk != actor_of(request).user_id:
        raise Denied
    try:
        user = change_password(user=_user(request), **form.cleaned_data)
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, password_form=form, status=error.status)
    update_session_auth_hash(request, user)
    messages.success(request, _("新密码已保存，其他设备要用新密码登录。"))
    return redirect("accounts:my_factor")


def _user(request: HttpRequest) -> User:
    return User.objects.get(pk=actor_of(request).user_id or 0)


def _required(request: HttpRequest) -> bool:
    return secondfactor.required_for(actor_of(request).as_oneself.roles)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    user = _user(request)
    enabled = secondfactor.enabled_for(user.pk)
    context: dict[str, Any] = {
        "enabled": enabled,
        "required": _required(request),
        "left": codes_left(user) if enabled else 0,
        "rules": password_rules(),
        "form": FactorForm(),
        "password_form": ChangePasswordForm(),
    }
    if not enabled:
        context |= picture(user, secret_of(request))
    return render(request, "accounts/my_security.html", context | more, status=status)
