"""/desk/all/, /desk/handled/, /desk/mine/: lists beside the worklists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.web.access import actor_of, staff_only

from ...selectors.desk.filters import Filters
from ...selectors.desk.listing import ALL, HANDLED, MINE, list_title, listing
from .frame import beside, filter_bar, mark_of, saved_views


@require_GET
@staff_only()
def everything(request: HttpRequest) -> HttpResponse:
    """Everything within my scope, open or closed."""
    return _list(request, ALL)


@require_GET
@staff_only()
def handled(request: HttpRequest) -> HttpResponse:
    """Whatever I did something with."""
    return _list(request, HANDLED)


@require_GET
@staff_only()
def first_taken(request: HttpRequest) -> HttpResponse:
    """What I took first: I see it to its end, whoever handles it (首办负责)."""
    return _list(request, MINE)


def _list(request: HttpRequest, kind: str) -> HttpResponse:
    actor, now, filters = actor_of(request), clock.now(), Filters.parse(request.GET)
    frame = beside(actor, now=now)
    hints = {
        ALL: _("您岗位范围内的全部工单，关键词查未办结的和近90天的。"),
        HANDLED: _("您经手过的工单，最新受理的在前。"),
        MINE: _("您第一个接手的事，转到哪、办得怎样，都在这里看到底。"),
    }
    context = {
        **frame,
        **filter_bar(actor, filters, everything=True),
        "kind": kind,
        "title": list_title(kind),
        "hint": hints[kind],
        "page": listing(actor, kind, filters, mark=mark_of(request), now=now),
        "export_link": f"/desk/export/?kind={kind}&{filters.query()}",
    }
    if kind == ALL:
        context |= {
            "saved_views": saved_views(actor),
            "view_query": f"all=1&{filters.query()}".strip("&"),
        }
    return render(request, "orders/desk/listing.html", context)
