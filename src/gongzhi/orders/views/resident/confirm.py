"""The code that lets a saved report in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongzhi.accounts.selectors import is_demo
from gongzhi.accounts.services.send_code import send_code
from gongzhi.accounts.services.sign_in_resident import sign_in_resident
from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel.crypto import mask_phone
from gongzhi.kernel.errors import GongzhiError

from ...forms.resident import CodeForm
from ...selectors.resident_words import process_of
from ...services.confirm import confirm_as
from ...settings import order_settings
from . import visitor


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """`/report/confirm/<number>/`: only for the browser that handed the report over."""
    phone = visitor.unverified_phone(request, number)
    if not phone:
        if visitor.signed_in(request):  # confirmed already, then "back" was pressed
            return HttpResponseRedirect(reverse("resident:order", args=[number]))
        raise Http404
    if request.method == "GET":
        return _page(request, number, phone, "")
    if request.POST.get("step") == "send":
        return _send(request, number, phone)
    return _check(request, number, phone)


def _check(request: HttpRequest, number: str, phone: str) -> HttpResponse:
    form = CodeForm({"phone": phone, "code": request.POST.get("code", "")})
    if not form.is_valid():
        return _page(request, number, phone, _("请填写短信里的验证码。"), 422)
    try:
        sign_in_resident(request, verify_code(phone=phone, code=form.cleaned_data["code"]))
        order = confirm_as(actor=visitor.actor_of(request), number=number)
    except GongzhiError as error:
        return _page(request, number, phone, str(error), error.status)
    visitor.forget_unverified(request, number)
    if order.state == "void":
        return _too_late(request, number)
    return HttpResponseRedirect(reverse("resident:receipt", args=[number]))


def _too_late(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the form that was filled in: of a matter, or of what was ordered."""
    spec = process_of(number)
    if spec is None or spec.residents is None:
        messages.warning(request, _("这份诉求等验证码的时间过了，已经作废，请重新反映一次。"))
        return HttpResponseRedirect(reverse("resident:report"))
    messages.warning(request, _("等验证码的时间过了，这份内容已经作废，请重新填一次。"))
    return HttpResponseRedirect(reverse("resident:service", args=[spec.key]))


def _send(request: HttpRequest, number: str, phone: str) -> HttpResponse:
    try:
        send_code(phone=phone, source=visitor.source_of(request))
    except GongzhiError as error:
        return _page(request, number, phone, str(error), error.status)
    messages.success(request, _("验证码已发出，10分钟内有效。"))
    return HttpResponseRedirect(reverse("resident:confirm", args=[number]))


def _page(
    request: HttpRequest, number: str, phone: str, problem: str, status: int = 200
) -> HttpResponse:
    spec = process_of(number)
    context = {
        # The same words as on the button of the form that was filled in.
        "step": spec.residents.name() if spec and spec.residents else _("交给网格"),
        "number": number,
        "phone": mask_phone(phone),
        "problem": problem,
        "minutes": order_settings().unverified_minutes,
        "demo_inbox": is_demo(),
    }
    return render(request, "orders/resident/confirm.html", context, status=status)
