"""/desk/venues/<station>/tools/: what is lent there; /desk/venues/tools/late/: what is late."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

from ..forms.tools import LendForm, ToolForm
from ..models import Tool
from ..reach import KEEPERS, keeps
from ..reading import tools as reads
from ..reading.stations import StationPage, station_page
from ..services.lend_tool import lend, mend_tool, save_tool, take_back


def _page(request: HttpRequest, station_id: int) -> StationPage:
    page = station_page(actor_of(request), station_id, now=clock.now(), desk=True)
    if not page.may_keep:
        raise NotFound
    return page


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def tools(request: HttpRequest, station_id: int) -> HttpResponse:
    """Counts and the ledger; POST enters a kind of thing."""
    page, actor = _page(request, station_id), actor_of(request)
    form = ToolForm(request.POST or None)
    if carried_out(
        form, lambda: save_tool(actor=actor, station_id=station_id, **form.cleaned_data)
    ):
        messages.success(request, _("已登记。"))
        return redirect("venues:tools", station_id)
    context = {
        "page": page, "form": form, "tools": reads.tools_of(station_id),
        "lines": reads.ledger(actor, station_id, now=clock.now()),
        "crumbs": [(_("阵地"), "/desk/venues/"), (page.line.name, f"/desk/venues/{station_id}/"),
                   (_("便民工具"), "")],
    }  # fmt: skip
    return render(request, "venues/desk/tools.html", context, status=status_of(form))


@sensitive_post_parameters("phone", "name")
@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def lend_one(request: HttpRequest, tool_id: int) -> HttpResponse:
    """One line more in the ledger."""
    tool = Tool.objects.select_related("station").filter(pk=tool_id, ended_on=None).first()
    if tool is None or not keeps(actor_of(request), tool.station.body_id):
        raise NotFound
    form = LendForm(request.POST or None)
    if carried_out(
        form, lambda: lend(actor=actor_of(request), tool_id=tool_id, **form.cleaned_data)
    ):
        messages.success(request, _("借出了，过了日子会提醒本人。"))
        return redirect("venues:tools", tool.station_id)
    back = f"/desk/venues/{tool.station_id}/tools/"
    title = _("借出：%(name)s") % {"name": tool.name}
    context = {"form": form, "title": title, "back": back,
               "crumbs": [(_("阵地"), "/desk/venues/"), (_("便民工具"), back), (title, "")]}  # fmt: skip
    return render(request, "venues/desk/form.html", context, status=status_of(form))


def _number(request: HttpRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "0") or "0", most=1000) or 0


@require_POST
@staff_only(*KEEPERS)
def back(request: HttpRequest, loan_id: int) -> HttpResponse:
    """All of a line; lost and damaged ones are said."""
    try:
        row = take_back(
            actor=actor_of(request), loan_id=loan_id, lost=_number(request, "lost"),
            damaged=_number(request, "damaged"),
        )  # fmt: skip
    except NotFound:
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
        station = whole_number(request.GET.get("station", ""))
        return redirect("venues:tools", station) if station else redirect("venues:tools_late")
    messages.success(request, _("收回了。"))
    return redirect("venues:tools", row.tool.station_id)


@require_POST
@staff_only(*KEEPERS)
def mend(request: HttpRequest, tool_id: int) -> HttpResponse:
    """What became of the damaged ones."""
    row = mend_tool(
        actor=actor_of(request), tool_id=tool_id, mended=_number(request, "mended"),
        gone=_number(request, "gone"),
    )  # fmt: skip
    messages.success(request, _("已改好。"))
    return redirect("venues:tools", row.station_id)


@require_GET
@staff_only(*KEEPERS)
def late(request: HttpRequest) -> HttpResponse:
    """Over all stations that one keeps."""
    context = {
        "lines": reads.late(actor_of(request), now=clock.now()),
        "crumbs": [(_("阵地"), "/desk/venues/"), (_("到期没还的工具"), "")],
    }
    return render(request, "venues/desk/tools_late.html", context)
