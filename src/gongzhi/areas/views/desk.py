"""/desk/areas/: the tree, one area, its outline. All staff look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors
from gongzhi.areas.panels import Ground, panels_for
from gongzhi.areas.policies import CHANGERS
from gongzhi.areas.reading import pages
from gongzhi.kernel.errors import NotFound
from gongzhi.web.access import actor_of, staff_only


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def may_change(request: HttpRequest) -> bool:
    return actor_of(request).has_role(*CHANGERS)


@require_GET
@staff_only()
def index(request: HttpRequest) -> HttpResponse:
    """The county and what lies directly below it, or what a search finds."""
    q = request.GET.get("area_q", "").strip()[:40]
    root = selectors.root_area()
    context: dict[str, Any] = {
        "q": q,
        "root": root,
        "found": pages.search(q) if q else None,
        "rows": pages.below(root, page_number(request)),
        "total": len(selectors.current_areas()),
        "planned": pages.change_list("planned", 1).object_list[:5],
        "may_change": may_change(request),
    }
    return render(request, "areas/desk/index.html", context)


@require_GET
@staff_only()
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area: what lies below, its versions in time, changes, bodies."""
    page = pages.area_page(area_id, page_number(request))
    current = page.current
    ground = Ground((area_id,), (current.path,) if current else ())
    context = {
        "page": page,
        "panels": panels_for(actor_of(request), ground) if current else [],
        "changes": pages.change_rows(page.changes),
        "may_change": may_change(request),
        "classes": [{"from": 0, "label": "", "tone": "0"}, {"from": 1, "label": "", "tone": "2"}],
    }
    return render(request, "areas/desk/area.html", context)


@require_GET
@staff_only()
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """`/desk/areas/code/<code>/`: today's area with a code."""
    found = selectors.area_by_code(code)
    if found is None:
        raise NotFound
    return redirect("areas:area", area_id=found.id)


@require_GET
@staff_only()
def outline(request: HttpRequest, area_id: int) -> HttpResponse:
    """GeoJSON for the map of an area."""
    return JsonResponse(pages.outlines(area_id), content_type="application/geo+json")
