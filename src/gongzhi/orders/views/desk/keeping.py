"""Saved views and the export."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done
from gongzhi.web.downloads import download

from ...selectors.desk.filters import Filters
from ...services.export_orders import export_orders
from ...services.save_view import drop_view, save_view


def view_href(query: str) -> str:
    """Where a saved view leads: a tab, or the list of everything."""
    if query.startswith("all=1"):
        return f"/desk/all/?{query.removeprefix('all=1').lstrip('&')}"
    return f"/desk/?{query}"


@require_POST
@staff_only()
def keep_view(request: HttpRequest) -> HttpResponse:
    """Save the filters of a list under a name."""
    query = request.POST.get("query", "")
    return done(
        request,
        lambda: save_view(actor=actor_of(request), name=request.POST.get("name", ""), query=query),
        lambda view: _("已存为常用视图“%(name)s”。") % {"name": view.name},
        view_href(query),
    )


@require_POST
@staff_only()
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Drop one of my saved views."""
    drop_view(actor=actor_of(request), view_id=view_id)
    messages.success(request, _("已删除这个常用视图。"))
    return redirect("desk:worklists")


@require_GET
@staff_only()
def open_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Go to a saved view."""
    from ...models import SavedView

    view = SavedView.objects.filter(user_id=actor_of(request).user_id or 0, pk=view_id).first()
    return redirect(view_href(view.query) if view else "desk:worklists")


@require_GET
@staff_only()
def export(request: HttpRequest) -> HttpResponse:
    """The list as Excel; logged."""
    made = export_orders(
        actor=actor_of(request),
        filters=Filters.parse(request.GET),
        tab=request.GET.get("tab", ""),
        kind=request.GET.get("kind", "all"),
    )
    return download(made.data, made.name)
