"""A register on the map, and what the map draws."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.registers.catalogue import Register
from gongzhi.registers.reading.map_page import (
    MOST_POINTS,
    MapPage,
    map_page,
    map_points,
    map_shapes,
)
from gongzhi.registers.reading.overview import SEERS
from gongzhi.web.access import actor_of, staff_only

from .frame import frame, register_of


def _page(request: HttpRequest, key: str) -> tuple[Register, MapPage]:
    register = register_of(request, key)
    return register, map_page(actor_of(request), register, request.GET.get("area", "")[:20])


@require_GET
@staff_only(*SEERS)
def on_map(request: HttpRequest, key: str) -> HttpResponse:
    """Counts of the level in view, as a map and as a table."""
    register, page = _page(request, key)
    context: dict[str, Any] = {
        **frame(request, register, (_("地图"), "")),
        "page": page,
        "area": page.area.code if page.area else "",
        "most": MOST_POINTS,
    }
    return render(request, "registers/map.html", context)


@require_GET
@staff_only(*SEERS)
def shapes(request: HttpRequest, key: str) -> JsonResponse:
    """Areas of the level in view as GeoJSON."""
    return JsonResponse(map_shapes(*_page(request, key)))


@require_GET
@staff_only(*SEERS)
def points(request: HttpRequest, key: str) -> JsonResponse:
    """Points of a grid."""
    register, page = _page(request, key)
    return JsonResponse({"points": map_points(actor_of(request), register, page)})
