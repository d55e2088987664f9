"""/desk/areas/figures/: a period by area, under the boundaries of then and of now."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.querysets import AREA_ROLES
from gongzhi.web.access import actor_of, staff_only

from ..figures.scope import home_areas
from ..selectors.reconciling import read_span, reconciled


@require_GET
@staff_only(*sorted(AREA_ROLES))
def figures_by_area(request: HttpRequest) -> HttpResponse:
    """`?area&first&last&day`: `day` names the boundaries to compare with (the period's last)."""
    actor = actor_of(request)
    homes = home_areas(actor)
    area = areas.area_by_code(request.GET.get("area", "")) or next(iter(homes), None)
    if area is None:
        raise NotFound
    span = read_span(request.GET.get("first", ""), request.GET.get("last", ""))
    found = reconciled(actor=actor, area=area, span=span, day=_day(request, span.first))
    inside = [one for one in areas.ancestors(area.path) if _within(one.path, homes)]
    context = {
        "found": found,
        "area": area,
        "above": inside,
        "span": span,
        "today": clock.today(),
        "same": not found.changes,
    }
    return render(request, "insight/desk/by_area.html", context)


def _day(request: HttpRequest, first: date) -> date:
    """The day whose boundaries are meant: without one the day before the period begins."""
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), clock.today())
    except ValueError:
        return first - timedelta(days=1)


def _within(path: str, homes: list[areas.AreaRef]) -> bool:
    return any(path.startswith(home.path) for home in homes)
