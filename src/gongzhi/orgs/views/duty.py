"""/desk/duty-map/: who answers for what, on a map, and where nobody does."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orgs import policies
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.reading.duty import duty_shapes
from gongzhi.orgs.reading.duty_page import duty_page
from gongzhi.web.access import actor_of, staff_only

PAGE = 50
# Share of places that nobody answers for; the colour is never the only sign (the label counts).
CLASSES = [
    {"from": 0, "label": "0", "tone": "0"},
    {"from": 0.0001, "label": "0–10%", "tone": "2"},
    {"from": 0.1, "label": "10–50%", "tone": "3"},
    {"from": 0.5, "label": "50–100%", "tone": "5"},
]
KINDS = tuple(Responsibility.Kind.values)


def _view(request: HttpRequest) -> tuple[AreaRef, str]:
    code, kind = request.GET.get("area", "")[:20], request.GET.get("kind", "")
    area = areas.area_by_code(code) if code else areas.root_area()
    if area is None:
        raise NotFound
    return area, kind if kind in KINDS else "grid"


@require_GET
@staff_only()
def duty_map(request: HttpRequest) -> HttpResponse:
    """The level in view, its counts, who answers here, and the places with nobody."""
    area, kind = _view(request)
    page = duty_page(actor_of(request), area, kind, clock.today())
    context = {
        "page": page,
        "classes": CLASSES,
        "kinds": [(key, str(name)) for key, name in Responsibility.Kind.choices],
        "orphans": Paginator(page.orphans, PAGE).get_page(request.GET.get("page", "1")),
        "may_write": policies.may_write(actor_of(request)),
    }
    return render(request, "orgs/duty_map.html", context)


@require_GET
@staff_only()
def duty_shapes_json(request: HttpRequest) -> HttpResponse:
    """Shapes of the level in view; never more than the areas below one area."""
    area, kind = _view(request)
    return JsonResponse(duty_shapes(area, kind, clock.today()))
