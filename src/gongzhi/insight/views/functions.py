"""/desk/functions/: the grid's functions by area and time, down to the orders (XY-14)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.orders.querysets import AREA_ROLES
from gongzhi.orders.selectors.desk.rows import rows_of
from gongzhi.web.access import actor_of, staff_only

from ..figures.functions import orders_behind
from ..figures.scope import home_areas
from ..selectors.functions import functions as known
from ..selectors.functions import functions_page, name_of
from .rates import PAGE, asked_area, asked_span


@require_GET
@staff_only(*sorted(AREA_ROLES))
def functions(request: HttpRequest) -> HttpResponse:
    """`?area&first&last`, as on the page of the rates."""
    actor = actor_of(request)
    page = functions_page(
        actor=actor, area=asked_area(request, actor), span=asked_span(request)
    )  # fmt: skip
    homes = [home.path for home in home_areas(actor)]
    above = [
        one
        for one in areas.ancestors(page.area.path)
        if any(one.path.startswith(home) for home in homes)
    ]
    return render(request, "insight/desk/functions.html", {"page": page, "above": above})


@require_GET
@staff_only(*sorted(AREA_ROLES))
def orders(request: HttpRequest) -> HttpResponse:
    """The orders behind one figure: `?function`, empty for what belongs to none."""
    actor = actor_of(request)
    area, span = asked_area(request, actor), asked_span(request)
    key = request.GET.get("function", "")
    found = orders_behind(actor=actor, area=area, span=span, functions=known(), function=key)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "span": span,
        "name": name_of(key),
        "page": page,
        "rows": rows_of(list(page.object_list), actor=actor, now=clock.now()),
    }
    return render(request, "insight/desk/function_orders.html", context)
