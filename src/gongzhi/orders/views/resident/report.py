"""Handing over a report: one form, shown as three screens where a script runs."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongzhi.accounts.selectors import is_demo
from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import GongzhiError, Invalid, NotFound

from ...forms.resident import ReportForm
from ...photos import draftphotos
from ...selectors import resident_catalogue as catalogue
from ...selectors import resident_nearby
from ...services.hand_over import hand_over
from ...services.report import Draft
from ...services.support import support
from ...settings import order_settings
from ...words.written import SEE_PHOTOS
from . import visitor
from .handing import owes_code, sign_in_by_code
from .photos import waiting

# What the services call a field, and what the page calls it.
_FIELDS = {"place": "address", "category_code": "category"}


@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """`/report/`: GET shows the form with a fresh client key, POST hands it over.

    A plain form is answered by a page, the `report` island by `{"location"}` or
    `{"message", "field"}`. Whatever goes wrong, words and photos stay.
    """
    if request.method == "GET":
        return _page(request, _fresh(request))
    key = visitor.client_key(request.POST.get("client_key"))
    try:
        _keep_photos(request, key)
    except GongzhiError as error:
        return _problem(request, _again(request, key), str(error), "photos", error.status)
    if "keep" in request.POST or "drop" in request.POST:
        return _page(request, _again(request, key))
    return _hand_over(request, _again(request, key))


def _hand_over(request: HttpRequest, form: ReportForm) -> HttpResponse:
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return _problem(request, form, str(errors[0]), field, 422, known=True)
    try:
        return _done(request, _go(request, form))
    except GongzhiError as error:
        named = error.field or ""
        return _problem(request, form, str(error), _FIELDS.get(named, named), error.status)


def _keep_photos(request: HttpRequest, key: uuid.UUID) -> None:
    """The island sends all its photos each time; a plain form adds to those that wait."""
    if "drop" in request.POST:
        draftphotos.drop(key, request.POST["drop"])
        return
    blobs = visitor.uploaded(request)
    if visitor.wants_json(request):
        draftphotos.forget(key)
    if blobs:
        source = visitor.unknown_source(request)
        draftphotos.keep(key, blobs, most=order_settings().photos_max, source=source)


def _fresh(request: HttpRequest) -> ReportForm:
    area = visitor.my_area(request)
    initial = {
        "client_key": uuid.uuid4(),
        "category": request.GET.get("category", ""),
        "area": area.code if area else "",
        "public": True,
    }
    return ReportForm(initial=initial, signed_in=visitor.signed_in(request))


def _again(request: HttpRequest, key: uuid.UUID) -> ReportForm:
    data = request.POST.copy()
    data["client_key"] = str(key)
    photos = len(draftphotos.waiting(key))
    return ReportForm(data, photos=photos, signed_in=visitor.signed_in(request))


def _go(request: HttpRequest, form: ReportForm) -> str:
    """Hand over and say where to go next. The report is saved even when the code was wrong."""
    data = form.cleaned_data
    code_problem = sign_in_by_code(request, data)
    if data["supports"]:
        return _support(request, data["supports"], code_problem)
    receipt = hand_over(actor=visitor.actor_of(request), draft=_draft(request, data))
    if receipt.state == "draft":
        return owes_code(request, receipt, data["phone"], code_problem)
    visitor.forget_unverified(request, receipt.number)
    return reverse("resident:receipt", args=[receipt.number])


def _support(request: HttpRequest, number: str, code_problem: str) -> str:
    """Join a report nearby; the code stands on the same page, so nothing is asked twice."""
    if not visitor.signed_in(request):
        raise Invalid(code_problem or _("请填写短信里的验证码。"), "code")
    if resident_nearby.neutral_order(number) is None:
        raise NotFound(_("这件事已经办结或者不在附近，请重新选一下。"))
    support(actor=visitor.actor_of(request), number=number)
    messages.success(request, _("已为您跟上这件事，每走一步都会告诉您，办好了也请您评价。"))
    return reverse("resident:order", args=[number])


def _draft(request: HttpRequest, data: dict[str, Any]) -> Draft:
    text = data["text"].strip()
    area = areas.area_by_code(data["area"]) if data["area"] else None
    place = data["address"].strip()
    if not place and area is not None and data["lon"] is None:
        place = resident_nearby.area_words(area)
    return Draft(
        client_key=data["client_key"],
        text=text or _(SEE_PHOTOS),
        category_code=data["category"] or None,
        lon=data["lon"],
        lat=data["lat"],
        area_code=area.code if area else "",
        place=place,
        source="snap",
        phone=data["phone"],
        public=data["public"],
        hide_name=data["hide_name"],
        sent_from=visitor.source_of(request),
    )


def _done(request: HttpRequest, location: str) -> HttpResponse:
    if visitor.wants_json(request):
        return JsonResponse({"location": location})
    return HttpResponseRedirect(location)


def _problem(
    request: HttpRequest,
    form: ReportForm,
    message: str,
    field: str,
    status: int,
    *,
    known: bool = False,
) -> HttpResponse:
    """The sentence beside its field; `known` when the form says it already."""
    if visitor.wants_json(request):
        return JsonResponse({"message": message, "field": field}, status=status)
    if not known:
        form.add_error(field if field in form.fields else None, message)
    return _page(request, form, status=status, photo_error=message if field == "photos" else "")


def _page(
    request: HttpRequest, form: ReportForm, *, status: int = 200, photo_error: str = ""
) -> HttpResponse:
    key = visitor.client_key(str(form["client_key"].value()))
    root = areas.root_area()
    context = {
        "form": form,
        "photo_error": photo_error,
        "waiting": waiting(key),
        "photos_max": order_settings().photos_max,
        "groups": catalogue.choice_groups(),
        "chosen": catalogue.choice_by_code(str(form["category"].value() or "")),
        "places": resident_nearby.place_groups(str(form["area"].value() or "")),
        "centre": [root.centre_lon, root.centre_lat] if root else None,
        "signed_in": visitor.signed_in(request),
        "minutes": order_settings().unverified_minutes,
        "demo_inbox": is_demo(),
    }
    return render(request, "orders/resident/report.html", context, status=status)
