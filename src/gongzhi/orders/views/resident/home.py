"""The first page, and choosing one's own place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.areas import selectors as areas

from ...process.opening import offered
from ...selectors import resident as reads
from ...selectors import resident_home, resident_nearby
from . import visitor

_MINE_SHOWN = 3


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/`: report, my reports, my grid worker, what goes on nearby."""
    area = visitor.home_area(request)
    context = {
        "area": area,
        "fronts": {spec.residents.front for spec in offered() if spec.residents},
        "area_words": resident_nearby.area_words(area) if area else "",
        "worker": resident_home.worker_of(area) if area else None,
        "nearby": resident_home.published_near(area),
        **_mine(request),
    }
    return render(request, "orders/resident/home.html", context)


def _mine(request: HttpRequest) -> dict[str, object]:
    actor = visitor.actor_of(request)
    if actor.kind != "resident":
        return {"rows": [], "open_count": 0, "signed_in": False}
    numbers = visitor.unverified_numbers(request)
    orders = list(reads.my_orders(actor, numbers)[:_MINE_SHOWN])
    return {
        "rows": reads.rows_of(orders, actor),
        "open_count": reads.open_count(actor),
        "signed_in": True,
    }


@require_http_methods(["GET", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """`/here/`: the estate or building where one lives, by name, initials, list or the phone."""
    if request.method == "POST":
        area = _asked(request)
        if area is not None:
            visitor.choose_area(request, area)
            return HttpResponseRedirect(_next(request) or reverse("resident:home"))
        messages.error(request, _("这个位置不在本地的网格里，请从列表里选。"))
    query = request.GET.get("q", "")
    context = {
        "q": query,
        "found": resident_nearby.search_places(query) if query else [],
        "groups": resident_nearby.place_groups(),
        "next": _next(request),
    }
    return render(request, "orders/resident/here.html", context)


def _next(request: HttpRequest) -> str:
    """The page of this site from which somebody came to choose; empty for none."""
    target = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else ""


def _asked(request: HttpRequest) -> areas.AreaRef | None:
    code = request.POST.get("area", "")
    if code:
        return areas.area_by_code(code)
    try:
        lon, lat = float(request.POST["lon"]), float(request.POST["lat"])
    except (KeyError, ValueError):
        return None
    return areas.locate(lon, lat)
