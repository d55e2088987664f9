"""/desk/rates/: response, resolution and satisfaction by body and area, down to the orders."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.querysets import AREA_ROLES
from gongzhi.orders.selectors.desk.rows import rows_of
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import actor_of, staff_only

from ..figures import rates as figures
from ..figures import results
from ..figures.scope import home_areas
from ..selectors.rates import NAMES, RESULT_NAMES, rates_shown
from ..selectors.reconciling import read_span

PAGE = 50


@require_GET
@staff_only(*sorted(AREA_ROLES))
def rates(request: HttpRequest) -> HttpResponse:
    """`?area&first&last`; the last 30 days of the first area of the posts."""
    actor = actor_of(request)
    page = rates_shown(actor=actor, area=asked_area(request, actor), span=asked_span(request))
    homes = [home.path for home in home_areas(actor)]
    above = [
        one
        for one in areas.ancestors(page.area.path)
        if any(one.path.startswith(home) for home in homes)
    ]
    context = {
        "page": page,
        "above": above,
        "today": clock.today(),
        "names": NAMES,
        "result_names": RESULT_NAMES,
    }
    return render(request, "insight/desk/rates.html", context)


@require_GET
@staff_only(*sorted(AREA_ROLES))
def orders(request: HttpRequest) -> HttpResponse:
    """The orders behind one figure. NotFound for names that are none."""
    actor, area, span = (
        actor_of(request),
        asked_area(request, actor_of(request)),
        asked_span(request),
    )
    name, side = request.GET.get("rate", ""), request.GET.get("side", "")
    if name not in NAMES | RESULT_NAMES or side not in {"part", "whole"}:
        raise NotFound
    code = request.GET.get("body", "")
    body = orgs.body_by_code(code) if code else None
    if code and body is None:
        raise NotFound
    asked: Any = {
        "actor": actor, "area": area, "span": span, "body_id": body.id if body else None,
    }  # fmt: skip
    if name in NAMES:
        found = figures.orders_behind(**asked, rate=name, side=side)  # type: ignore[arg-type]
    else:
        found = results.orders_behind(**asked, result=name, whole=side == "whole")  # type: ignore[arg-type]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "span": span,
        "name": (NAMES | RESULT_NAMES)[name],
        "side": side,
        "body": body.label(get_language() or "zh") if body else "",
        "page": page,
        "rows": rows_of(list(page.object_list), actor=actor, now=clock.now()),
    }
    return render(request, "insight/desk/rate_orders.html", context)


def asked_area(request: HttpRequest, actor: Actor) -> AreaRef:
    found = areas.area_by_code(request.GET.get("area", "")) or next(iter(home_areas(actor)), None)
    if found is None:
        raise NotFound
    return found


def asked_span(request: HttpRequest) -> Any:
    return read_span(request.GET.get("first", ""), request.GET.get("last", ""))
