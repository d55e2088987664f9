"""The wall and its side panels. A panel comes into the wall by htmx, or with it as a page."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import light_collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.insight.figures.now import by_path
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.web.access import staff_only
from gongzhi.web.model import FIGURES, parts

from .. import access
from ..links import list_link
from ..selectors import forces, panels
from ..selectors import wall as reads

# Shares of overdue orders by which areas are coloured.
CLASSES = [
    {"from": -1, "label": "0", "tone": "1"},
    {"from": 0.1, "label": "0–5%", "tone": "2"},
    {"from": 5, "label": "5–10%", "tone": "3"},
    {"from": 10, "label": "10–20%", "tone": "4"},
    {"from": 20, "label": "≥ 20%", "tone": "5"},
]
TILES = {
    "reported": _("上报"),
    "closed": _("办结"),
    "on_time": _("按期办结"),
    "solved": _("解决率"),
    "satisfied": _("满意率"),
    "reworked": _("返工率"),
}


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def tile_groups() -> list[tuple[str, list[dict[str, Any]]]]:
    """The numbers under the city's own words; what it does not name comes first."""
    language = get_language() or "zh"
    groups = [(part.label(language), part.figures) for part in parts() if part.figures]
    named = {figure for _name, figures in groups for figure in figures}
    rest = tuple(figure for figure in FIGURES if figure not in named)
    return [
        (name, [_tile(figure) for figure in figures])
        for name, figures in (("", rest), *groups)
        if figures
    ]


def _tile(figure: str) -> dict[str, Any]:
    template = "command/tile.html" if figure in TILES else f"command/tile_{figure}.html"
    return {"key": figure, "label": TILES.get(figure, ""), "template": template}


def wall_page(
    request: HttpRequest, area: AreaRef, panel: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """The whole wall; `panel` is the template of a side panel that is open."""
    actor = actor_of(request)
    links = {
        f"{name}_{span}": list_link(name, area, span=span)
        for name in TILES
        for span in ("today", "30")
    }
    links |= {name: list_link(name, area) for name in ("open", "overdue", "emergency")}
    values = {
        "area": area,
        "area_name": area.label(get_language() or "zh"),
        "trail": [
            (ref.label(get_language() or "zh"), f"{reverse('command:wall')}?area={ref.code}")
            for ref in access.trail(actor, area)
        ],
        "homes": access.homes(actor),
        "links": links,
        "tile_groups": tile_groups(),
        "by_parts": any(part.classes for part in parts()),
        "classes": CLASSES,
        "duty": forces.duty_officers(),
        "now": clock.now(),
        "centre": [area.centre_lon, area.centre_lat],
        "state_url": f"{reverse('command:state')}?area={area.code}",
        "areas_url": f"{reverse('command:areas')}?area={area.code}",
        "panel": panel,
        "state": json.loads(reads.state(actor, area).body),
        "now_at": clock.now(),
    }
    return render(request, "command/wall.html", {**values, **context}, status=status)


def panel_or_wall(
    request: HttpRequest, area: AreaRef, panel: str, status: int = 200, **context: Any
) -> HttpResponse:
    """The panel alone for htmx, else the wall with the panel open."""
    if request.headers.get("HX-Request") == "true":
        values = {"area": area, "now_at": clock.now(), **context}
        response = render(request, panel, values, status=status)
    else:
        response = wall_page(request, area, panel, status=status, **context)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@staff_only(*access.ROLES)
def wall(request: HttpRequest) -> HttpResponse:
    """One screen of an area: the actor's own, or one below it."""
    return wall_page(request, access.chosen_area(actor_of(request), request.GET.get("area", "")))


@require_GET
@staff_only(*access.ROLES)
def state_json(request: HttpRequest) -> HttpResponse:
    """All numbers of the wall. 304 when nothing but the time has changed."""
    actor = actor_of(request)
    state = reads.state(actor, access.chosen_area(actor, request.GET.get("area", "")))
    if request.headers.get("If-None-Match") == state.etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(state.body, content_type="application/json")
    response["ETag"] = state.etag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_GET
@gzip_page
@staff_only(*access.ROLES)
def areas_json(request: HttpRequest) -> JsonResponse:
    """GeoJSON of what the map shows, with today's values; a click leads a level down."""
    actor = actor_of(request)
    area = access.chosen_area(actor, request.GET.get("area", ""))
    loads = by_path(actor=actor, area_path=area.path, now=clock.now())
    values = reads.area_values(area, loads)
    language = get_language() or "zh"
    rows = [
        (
            child,
            geometry,
            {
                "name": child.label(language),
                "href": reverse("command:area", args=[child.code]),
                **values[child.code],
            },
        )
        for child, geometry in areas.drawing(area)
    ]
    return JsonResponse(light_collection(rows))


@require_GET
@staff_only(*access.ROLES)
def area_panel(request: HttpRequest, code: str) -> HttpResponse:
    """A grid: who works there, what is open, whom to call. An area with grids: a level down."""
    actor = actor_of(request)
    area = access.chosen_area(actor, code)
    if areas.drawn_in(area) != [area]:
        target = f"{reverse('command:wall')}?area={area.code}"
        response = HttpResponse(status=204 if "HX-Request" in request.headers else 302)
        response["HX-Redirect" if "HX-Request" in request.headers else "Location"] = target
        return response
    found = panels.grid_panel(actor, area)
    above = access.trail(actor, area)[-2:][0]
    return panel_or_wall(request, above, "command/panels/grid.html", grid=found)


@require_GET
@staff_only(*access.ROLES)
def order_panel(request: HttpRequest, number: str) -> HttpResponse:
    """An order: where it is, who leads by the catalogue, which forces can be called.

    An open panel asks again with what it has `seen`; 204 leaves it as it is, with what is typed.
    """
    seen = request.GET.get("seen", "")
    if seen and seen == panels.last_event(actor_of(request), number):
        return HttpResponse(status=204)
    return shown_order(request, number)


def shown_order(
    request: HttpRequest, number: str, *, error: str = "", fresh: list[int] | None = None
) -> HttpResponse:
    """The order's panel; `fresh` are calls just made, which can be taken back for 30 seconds."""
    actor = actor_of(request)
    found = panels.order_panel(actor, number)
    if found is None:
        raise NotFound
    area = _area_of(actor, found.area_path)
    return panel_or_wall(
        request, area, "command/panels/order.html", matter=found, error=error, fresh=fresh or []
    )


def _area_of(actor: Actor, path: str) -> AreaRef:
    """The area around an order that the wall can show to this actor."""
    mine = [home for home in access.homes(actor) if path.startswith(home.path)]
    return mine[0] if mine else access.homes(actor)[0]


@require_GET
@staff_only(*access.ROLES)
def no_panel(request: HttpRequest) -> HttpResponse:
    """Nothing: closes the side panel."""
    return HttpResponse("")
