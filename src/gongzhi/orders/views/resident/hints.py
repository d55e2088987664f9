"""Small answers in JSON while somebody writes a report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.web.templatetags.web import near_datetime

from ...selectors import resident_catalogue as catalogue
from ...selectors import resident_nearby

_TEXT_READ = 500


def _choice(choice: catalogue.Choice) -> dict[str, Any]:
    return {
        "code": choice.code,
        "name": choice.name,
        "group": choice.group,
        "icon": choice.icon,
        "emergency": choice.emergency,
        "hint": choice.hint,
    }


@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """`?q=` → `{"categories": […]}`: by name, pinyin initials, alias or English name."""
    found = catalogue.search_choices(request.GET.get("q", "")[:40])
    return JsonResponse({"categories": [_choice(choice) for choice in found]})


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """`?text=` → `{"categories": […]}`: the two likeliest classes; "none of these" is the page's."""
    found = catalogue.suggest_choices(request.GET.get("text", "")[:_TEXT_READ])
    return JsonResponse({"categories": [_choice(choice) for choice in found]})


def _point(request: HttpRequest) -> tuple[float, float] | None:
    try:
        return float(request.GET.get("lon", "")), float(request.GET.get("lat", ""))
    except ValueError:
        return None


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """`?lon&lat&category` → `{"orders": […]}`: open reports of the same class, neutral fields."""
    point = _point(request)
    found = []
    if point is not None:
        found = resident_nearby.near_same(
            lon=point[0], lat=point[1], category_code=request.GET.get("category", "")
        )
    orders = [
        {
            "number": one.number,
            "title": one.title,
            "state": one.state,
            "when": near_datetime(one.at),
        }
        for one in found
    ]
    return JsonResponse({"orders": orders})


@require_GET
def locate(request: HttpRequest) -> HttpResponse:
    """`?lon&lat` → `{"address", "area", "inside", "message"}` in words."""
    point = _point(request)
    if point is None:
        return JsonResponse({"message": _("位置不对，请重新选一下地点。")}, status=422)
    where = resident_nearby.where_is(*point)
    answer = {"address": where.address, "area": "", "inside": where.inside}
    if not where.inside:
        answer["message"] = _("这里不在本地的网格里。可以照样交，会有专人看该转给谁。")
    return JsonResponse(answer)


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """`?q=` → `{"places": […]}`: estates and buildings by name or pinyin initials."""
    found = resident_nearby.search_places(request.GET.get("q", "")[:40])
    rows = [
        {"code": p.code, "name": p.name, "above": p.above, "lon": p.lon, "lat": p.lat}
        for p in found
    ]
    return JsonResponse({"places": rows})
