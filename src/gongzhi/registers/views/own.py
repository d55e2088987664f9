"""/me/data/: what is held about me, why, who looked; and what I ask to have done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.accounts.selectors import looks_at
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.registers.forms.request import LeaveForm, ObjectionForm, RequestForm
from gongzhi.registers.reading.opinions import own_opinions
from gongzhi.registers.reading.own import open_matters, own_account, own_data
from gongzhi.registers.reading.own_exports import own_exports
from gongzhi.registers.reading.own_searches import listing_posts, own_searches
from gongzhi.registers.reading.requests import KINDS, kind_words, own_requests
from gongzhi.registers.services.ask_about_own_data import ask_about_own_data, export_own_data
from gongzhi.registers.services.delete_own_account import delete_own_account
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.object_to_refusal import object_to_refusal
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.words import joined


@never_cache
@require_GET
@resident_only
def page(request: HttpRequest) -> HttpResponse:
    """The own row in full, the account, the requests, the history, and who looked."""
    actor = actor_of(request)
    own = own_data(actor)
    context = {
        "own": own,
        "account": own_account(actor),
        "looks": looks_at(resident_id=actor.resident_id or 0)[:5],
        "searches": own_searches(own.row_id) if own else [],
        "posts": joined(listing_posts()),
        "exports": own_exports(own.row_id) if own else [],
        "requests": own_requests(actor),
        "opinions": own_opinions(actor),
    }
    return render(request, "registers/own.html", context)


@require_POST
@resident_only
def link(request: HttpRequest) -> HttpResponse:
    """Find the own row."""
    try:
        link_own_row(actor=actor_of(request))
    except (Invalid, NotFound) as error:
        messages.error(request, str(error))
    return redirect("own_data:page")


@never_cache
@require_GET
@resident_only
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file that machines read; that it was taken is noted."""
    response = JsonResponse(
        export_own_data(actor=actor_of(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="gongzhi-my-data.json"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def leave(request: HttpRequest) -> HttpResponse:
    """Delete the own account: first what goes and what stays, then, ticked, at once."""
    actor = actor_of(request)
    form = LeaveForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            delete_own_account(actor=actor)
            request.session.flush()
            messages.success(request, _("账号已删除，您已退出登录。"))
            return redirect("resident:home")
        status = 422
    context = {"form": form, "account": own_account(actor), "open": open_matters(actor)}
    return render(request, "registers/own_leave.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@resident_only
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a correction, to withdraw consent, or for deletion."""
    if kind not in KINDS:
        raise NotFound
    own = own_data(actor_of(request))
    if own is None:
        messages.error(request, _("还没有和您的登记对上，请先找到您的登记。"))
        return redirect("own_data:page")
    form, status = RequestForm(kind, request.POST or None), 200
    if request.method == "POST":
        status = _ask(request, kind, form)
        if not status:
            messages.success(request, _("请求已交给您的社区，办到哪一步这里能看到。"))
            return redirect("own_data:page")
    context: dict[str, Any] = {
        "form": form, "kind": kind, "title": kind_words()[kind], "own": own,
    }  # fmt: skip
    return render(request, "registers/own_ask.html", context, status=status)


def _ask(request: HttpRequest, kind: str, form: RequestForm) -> int:
    """0 when it is asked, else the status of the form with its sentences."""
    if not form.is_valid():
        return 422
    values = form.cleaned_data
    try:
        ask_about_own_data(
            actor=actor_of(request), kind=kind, client_key=values["client_key"],
            words=form.words(), note=values["note"],
        )  # fmt: skip
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return 422
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    return 0


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def objection(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say why a refusal is not right: the street looks again."""
    actor = actor_of(request)
    one = next((r for r in own_requests(actor) if r.request.pk == request_id), None)
    if one is None or not one.number:
        raise NotFound
    form, status = ObjectionForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                object_to_refusal(
                    actor=actor, request_id=request_id, reason=form.cleaned_data["reason"]
                )
            except Invalid as error:
                form.add_error("reason", str(error))
            except Conflict as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("已请街道复核，结果会告诉您。"))
                return redirect("own_data:page")
    context = {"form": form, "one": one}
    return render(request, "registers/own_object.html", context, status=status)
