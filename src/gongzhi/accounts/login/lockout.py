"""The answer to too many failed logins (django-axes, AXES_LOCKOUT_CALLABLE)."""

from __future__ import annotations

from typing import Any

from axes.conf import settings as axes_settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.accounts.forms import StaffLoginForm


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The login page with one sentence, status 429; the same for names that do not exist."""
    minutes = round(float(axes_settings.AXES_COOLOFF_TIME) * 60)
    message = _("登录失败次数太多，请%(minutes)d分钟后再试，或请本单位的系统管理员解锁。") % {
        "minutes": minutes
    }
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"message": message, "status": 429}, status=429)
    form = StaffLoginForm(request, data=None)
    form._errors = ErrorDict({NON_FIELD_ERRORS: form.error_class([message])})  # type: ignore[attr-defined]
    return render(request, "web/login.html", {"form": form}, status=429)
