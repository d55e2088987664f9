"""My reports, and finding one by its number and the phone."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.selectors import is_demo
from gongzhi.accounts.services.send_code import send_code
from gongzhi.accounts.services.sign_in_resident import sign_in_resident
from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel.errors import GongzhiError

from ...forms.resident import CodeForm, LookupForm
from ...selectors import resident as reads
from . import visitor

_PAGE = 20


@never_cache
@visitor.needs_resident
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/mine/`: to rate first, then open, then closed; one list."""
    actor = visitor.actor_of(request)
    shown = reads.my_orders(actor, visitor.unverified_numbers(request))
    page = Paginator(shown, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": reads.rows_of(list(page.object_list), actor)}
    return render(request, "orders/resident/mine.html", context)


@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """`/lookup/`: number and phone, then the code. A wrong number, a wrong phone and somebody
    else's number get the same answer, and only after the code proved whose phone it is.
    """
    if request.method == "GET":
        number = request.GET.get("number", "")[:24]
        return _page(request, LookupForm(initial={"number": number}))
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
    try:
        if request.POST.get("step") == "send":
            send_code(phone=phone, source=visitor.source_of(request))
            messages.success(request, _("验证码已发出，10分钟内有效。"))
            return _page(request, form, sent=True)
        return _look(request, form, number, phone)
    except GongzhiError as error:
        waits = error.status == 429  # a code was sent a moment ago: let it be typed
        field = error.field if error.field in form.fields else None
        form.add_error(field, str(error))
        sent = waits or request.POST.get("step") != "send"
        return _page(request, form, sent=sent, status=error.status)


def _look(request: HttpRequest, form: LookupForm, number: str, phone: str) -> HttpResponse:
    code = CodeForm({"phone": phone, "code": request.POST.get("code", "")})
    if not code.is_valid():
        form.add_error(None, _("请填写短信里的验证码。"))
        return _page(request, form, sent=True, status=422)
    resident = verify_code(phone=phone, code=code.cleaned_data["code"])
    sign_in_resident(request, resident)
    if reads.order_for(visitor.actor_of(request), number) is None:
        form.add_error("number", _("用这个手机号没有找到这个受理编号，请核对短信里的编号。"))
        return _page(request, form, status=404)
    return HttpResponseRedirect(reverse("resident:order", args=[number]))


def _page(
    request: HttpRequest, form: LookupForm, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "sent": sent, "demo_inbox": is_demo()}
    return render(request, "orders/resident/lookup.html", context, status=status)
