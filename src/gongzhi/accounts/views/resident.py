"""A resident proves to hold a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.accounts.actor import actor_of
from gongzhi.accounts.forms import CodeForm
from gongzhi.accounts.login.landing import RESIDENT, safe_next
from gongzhi.accounts.selectors import is_demo
from gongzhi.accounts.services.send_code import send_code
from gongzhi.accounts.services.sign_in_resident import sign_in_resident
from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel.errors import GongzhiError, Invalid


@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def resident_login(request: HttpRequest) -> HttpResponse:
    """`/me/login/`: one page for both steps, so that the number need not be typed twice."""
    target = safe_next(request) or RESIDENT
    if request.method == "GET":
        if actor_of(request).kind == "resident":
            return HttpResponseRedirect(target)
        return _page(request, CodeForm(), sent=False)
    form = CodeForm(request.POST)
    step = _send if request.POST.get("step") == "send" else _verify
    if not form.is_valid():
        return _page(request, form, sent=step is _verify, status=422)
    try:
        return step(request, form) or HttpResponseRedirect(target)
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        known = step is _verify or error.status == 429
        return _page(request, form, sent=known, status=error.status)


def _send(request: HttpRequest, form: CodeForm) -> HttpResponse:
    phone = form.cleaned_data["phone"]
    send_code(phone=phone, source=source_of(request))
    messages.success(request, _("验证码已发出，10分钟内有效。"))
    return _page(request, CodeForm(initial={"phone": phone}), sent=True)


def _verify(request: HttpRequest, form: CodeForm) -> None:
    phone, code = form.cleaned_data["phone"], form.cleaned_data["code"]
    if not code:
        raise Invalid(_("请填写验证码。"), "code")
    sign_in_resident(request, verify_code(phone=phone, code=code))


@sensitive_post_parameters("phone")
@require_POST
def code(request: HttpRequest) -> JsonResponse:
    """`/code/`, for the report form: `phone` → `{"ok", "wait", "message"}`, or 4xx with `field`."""
    try:
        sent = send_code(phone=request.POST.get("phone", ""), source=source_of(request))
    except GongzhiError as error:
        body = {"ok": False, "message": str(error), "field": error.field}
        return JsonResponse(body, status=error.status)
    message = _("验证码已发出，10分钟内有效。")
    return JsonResponse({"ok": True, "wait": sent.wait_seconds, "message": message})


def source_of(request: HttpRequest) -> str:
    """The network address of the caller, as far as the server can vouch for it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _page(request: HttpRequest, form: CodeForm, *, sent: bool, status: int = 200) -> HttpResponse:
    context = {"form": form, "sent": sent, "next": safe_next(request), "demo_inbox": is_demo()}
    return render(request, "accounts/resident_login.html", context, status=status)
