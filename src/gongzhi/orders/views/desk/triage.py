"""/desk/triage/: how the three-way triage was followed, each figure down to its orders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.web.access import actor_of, staff_only

from ...dispatch.triage import KINDS
from ...dispatch.triaging import current_rules, kind_name
from ...selectors.desk.triage_report import DAYS, triage_lines, triage_orders
from .frame import beside, mark_of


@require_GET
@staff_only()
def report(request: HttpRequest) -> HttpResponse:
    """Big, small, private: how many, how many of them dispatched otherwise, and why."""
    _used()
    actor, now = actor_of(request), clock.now()
    lines = triage_lines(actor, now)
    context = {**beside(actor, now=now), "lines": lines, "days": DAYS}
    return render(request, "orders/desk/triage.html", context)


@require_GET
@staff_only()
def orders(request: HttpRequest) -> HttpResponse:
    """The orders behind a figure: `kind`, and `overridden=1` for those dispatched otherwise."""
    _used()
    actor, now = actor_of(request), clock.now()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    overridden = request.GET.get("overridden") == "1"
    page = triage_orders(actor, now, kind=kind, overridden=overridden, mark=mark_of(request))
    context = {
        **beside(actor, now=now),
        "page": page,
        "kind": kind_name(kind) if kind else _("全部"),
        "overridden": overridden,
        "days": DAYS,
    }
    return render(request, "orders/desk/triage_orders.html", context)


def _used() -> None:
    """A city that does not triage has no such page."""
    if current_rules() is None:
        raise NotFound
