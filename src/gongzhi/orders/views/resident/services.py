"""/services/: what can be ordered here besides reporting a matter, and ordering it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.selectors import is_demo
from gongzhi.kernel.errors import GongzhiError

from ...forms.service import ServiceForm
from ...hooks.shelves import shelves
from ...process.opening import offered, offered_one
from ...selectors import resident_nearby
from ...services.report import Draft, Receipt, report
from ...settings import order_settings
from . import visitor
from .handing import owes_code, sign_in_by_code

# What the services call a field, and what the page calls it.
_FIELDS = {"place": "address"}


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """`/services/`: orders of services and errands, each a big button."""
    area = visitor.home_area(request)
    context = {
        "orders": [spec for spec in offered() if _front(spec) == "order"],
        "affairs": [spec for spec in offered() if _front(spec) == "affairs"],
        "area_words": resident_nearby.area_words(area) if area else "",
        "shelves": shelves(),
    }
    return render(request, "orders/resident/services.html", context)


def _front(spec: Any) -> str:
    return spec.residents.front if spec.residents else ""


@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def order_service(request: HttpRequest, process: str) -> HttpResponse:
    """`/services/<process>/`: the form; POST orders it. Whatever goes wrong, the words stay."""
    spec, way = offered_one(process)
    return take_order(request, partial(ServiceForm, spec, way), report)


def take_order(
    request: HttpRequest,
    make: Callable[..., ServiceForm],
    take: Callable[..., Receipt],
    template: str = "orders/resident/service.html",
) -> HttpResponse:
    """The form that `make` makes, and `take` for what was filled in (as `report`)."""
    known = visitor.signed_in(request)
    if request.method == "GET":
        area = visitor.home_area(request)
        initial = {"client_key": uuid.uuid4(), "area": area.code if area else ""}
        return _page(request, make(initial=initial, signed_in=known), template)
    data = request.POST.copy()
    data["client_key"] = str(visitor.client_key(request.POST.get("client_key")))
    form = make(data, signed_in=known)
    if not form.is_valid():
        return _page(request, form, template, status=422)
    try:
        return HttpResponseRedirect(_go(request, form, take))
    except GongzhiError as error:
        named = _FIELDS.get(error.field or "", error.field or "")
        form.add_error(named if named in form.fields else None, str(error))
        return _page(request, form, template, status=error.status)


def _go(request: HttpRequest, form: ServiceForm, take: Callable[..., Receipt]) -> str:
    """Order it and say where to go next; it is saved even when the code was wrong."""
    data = {"phone": "", "code": "", "address": "", "name": "", **form.cleaned_data}
    code_problem = sign_in_by_code(request, data)
    draft = Draft(
        client_key=data["client_key"],
        text=data["text"],
        area_code=data["area"],
        place=data["address"],
        phone=data["phone"],
        name=data["name"],
        sent_from=visitor.source_of(request),
        process=form.spec.key,
        fields=form.said(),
    )
    receipt = take(actor=visitor.actor_of(request), draft=draft)
    if receipt.state == "draft":
        return owes_code(request, receipt, data["phone"], code_problem)
    visitor.forget_unverified(request, receipt.number)
    return reverse("resident:receipt", args=[receipt.number])


def _page(
    request: HttpRequest, form: ServiceForm, template: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "minutes": order_settings().unverified_minutes,
        "demo_inbox": is_demo(),
    }
    return render(request, template, context, status=status)
