"""/desk/new/: take down a report for somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import light_collection
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, GongzhiError, Invalid
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.errors import wants_json

from ...dispatch.catalogue import category_by_code
from ...forms.desk_entry import EnterForm
from ...models import Order
from ...selectors.desk.names import area_name, category_name
from ...selectors.desk.options import find_categories, limit_choices, places_of
from ...selectors.desk.rows import rows_of
from ...selectors.resident_nearby import search_places
from ...services.enter_report import enter_report
from ...services.look_up_caller import ROLES, look_up_caller
from ...services.report import Draft
from ...settings import order_settings
from .frame import beside
from .sending import go_to, refused


@require_http_methods(["GET", "POST"])
@staff_only()
def enter(request: HttpRequest) -> HttpResponse:
    """The form; POST hands the report over, and a repeat of it gives the first answer."""
    actor = actor_of(request)
    if not actor.has_role(*ROLES):
        raise Denied(_("您的岗位不代为登记。居民可以自己用随手拍反映。"))
    if request.method == "GET":
        return _form(request, EnterForm(actor, initial={"phone": request.GET.get("phone", "")}))
    form = EnterForm(actor, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, form, status=422)
    values = form.cleaned_data
    try:
        receipt = enter_report(actor=actor, draft=_draft(values), photos=values["photos"])
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _again(request, form, status=422)
    except GongzhiError as error:
        form.add_error(None, str(error))
        return _again(request, form, status=error.status)
    words = (
        _("这件已经登记过：%(n)s")
        if receipt.repeated
        else _("已登记，受理编号 %(n)s，请念给来电人。")
    )
    messages.success(request, words % {"n": receipt.number})
    if Order.objects.visible_to(actor).filter(number=receipt.number).exists():
        return go_to(request, reverse("desk:order", args=[receipt.number]))
    return go_to(request, reverse("desk:worklists"))


def _again(request: HttpRequest, form: EnterForm, *, status: int) -> HttpResponse:
    """What is wrong; a script keeps the photos that were chosen."""
    if wants_json(request):
        return refused(form, status=status)
    return _form(request, form, status=status)


def _draft(values: dict[str, Any]) -> Draft:
    return Draft(
        client_key=values["client_key"],
        text=values["text"],
        category_code=values["category"] or None,
        limit_key=values["limit"] or None,
        lon=values["lon"],
        lat=values["lat"],
        area_code=values["area"],
        place=values["place"],
        source=values["source"],
        phone=values["phone"],
        name=values["name"],
        public=values["public"],
        hide_name=values["hide_name"],
        verified=True,
    )


def _form(request: HttpRequest, form: EnterForm, *, status: int = 200) -> HttpResponse:
    frame = beside(actor_of(request), now=clock.now())
    root = areas.root_area()
    chosen = category_by_code(str(form["category"].value() or ""))
    context = {
        **frame,
        "form": form,
        "photos_max": order_settings().photos_max,
        "centre": [root.centre_lon, root.centre_lat] if root and root.centre_lon else None,
        "chosen": (chosen.code, category_name(chosen)) if chosen else None,
    }
    return render(request, "orders/desk/enter.html", context, status=status)


@require_GET
@staff_only()
def categories(request: HttpRequest) -> HttpResponse:
    """Classes for what was typed, or for what the caller said."""
    q = request.GET.get("category_q", "").strip() or request.GET.get("text", "").strip()
    return render(
        request, "orders/desk/_categories.html", {"found": find_categories(q) if q else [], "q": q}
    )


@require_GET
@staff_only()
def limits(request: HttpRequest) -> HttpResponse:
    """The conditions and limits of the class that was chosen."""
    chosen = category_by_code(request.GET.get("category_choice", ""))
    context = {
        "chosen": chosen,
        "name": category_name(chosen),
        "limits": limit_choices(chosen),
    }
    return render(request, "orders/desk/_limits.html", context)


@require_GET
@staff_only()
def estates(request: HttpRequest) -> HttpResponse:
    """Suggestions for the estate that was named: `<option>`s."""
    words, within = request.GET.get("area", "")[:40], places_of(actor_of(request))
    return render(
        request, "orders/desk/_estates.html", {"found": search_places(words, within=within)}
    )


@require_POST
@staff_only()
def caller(request: HttpRequest) -> HttpResponse:
    """What this number reported before; logged."""
    actor = actor_of(request)
    problem, rows = "", []
    try:
        found = look_up_caller(actor=actor, phone=request.POST.get("phone", ""))
        rows = rows_of(found, actor=actor, now=clock.now())
    except GongzhiError as error:
        problem = str(error)
    return render(request, "orders/desk/_caller.html", {"rows": rows, "problem": problem})


@require_GET
@gzip_page
@staff_only()
def grids(request: HttpRequest) -> HttpResponse:
    """Where the post reaches, in grids or what lies above many, to pick a place on."""
    paths = [one.area_path for one in actor_of(request).postings if one.area_path]
    rows = [
        (area, geometry, {"name": area_name(area.path), "label": "", "value": 0})
        for area, geometry in areas.overview(areas.common_area(paths))
    ]
    return JsonResponse(light_collection(rows))
