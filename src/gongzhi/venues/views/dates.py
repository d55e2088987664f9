"""/desk/venues/<station>/dates/: a date on which a station is closed or has other hours."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

from ..forms.station import DateForm
from ..reach import KEEPERS
from ..reading.stations import station_page
from ..services.set_date import drop_date, set_date


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def set_one(request: HttpRequest, station_id: int) -> HttpResponse:
    """One date."""
    actor = actor_of(request)
    page = station_page(actor, station_id, now=clock.now(), desk=True)
    if not page.may_keep:
        raise NotFound
    form = DateForm(request.POST or None)
    if did := carried_out(
        form, lambda: set_date(actor=actor, station_id=station_id, **form.cleaned_data)
    ):
        messages.success(request, _("记下了。"))
        if did.made:
            messages.warning(
                request,
                _("那天约好的有%(n)d件不在开门时间里，下面列着，请打电话改时间。")
                % {"n": did.made},
            )
        return redirect(f"/desk/venues/{station_id}/#dates")
    back, title = f"/desk/venues/{station_id}/", _("记一天")
    context = {
        "form": form, "title": title, "back": back,
        "crumbs": [(_("阵地"), "/desk/venues/"), (page.line.name, back), (title, "")],
    }  # fmt: skip
    return render(request, "venues/desk/form.html", context, status=status_of(form))


@require_POST
@staff_only(*KEEPERS)
def drop(request: HttpRequest, station_id: int, date_id: int) -> HttpResponse:
    """The usual hours again."""
    drop_date(actor=actor_of(request), station_id=station_id, date_id=date_id)
    messages.success(request, _("已改好。"))
    return redirect("venues:station", station_id)
