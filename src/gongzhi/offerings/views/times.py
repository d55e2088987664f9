"""/desk/items/<code>/times/: at which hours a body comes; /desk/series/: what recurs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

from ..catalogue import Item, item_by_code
from ..forms.times import WEEKDAYS, DateForm, TimesForm
from ..models import ServiceTime
from ..reach import KEEPERS, kept_bodies
from ..reading.windows import closed_lines, series_lines, service_times
from ..services.recur import stop_series
from ..services.save_times import add_hours_on, add_times, close_day, end_time, open_day

CLERKS = ("community_clerk", "community_secretary")


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def times(request: HttpRequest, code: str) -> HttpResponse:
    """The hours of one's bodies for an item; POST adds some."""
    actor, item = actor_of(request), item_by_code(code)
    if item is None:
        raise NotFound
    language = get_language() or "zh"
    bodies = [(b.code, b.label(language)) for b in kept_bodies(actor) if b.kind == item.provider]
    form = TimesForm(bodies, request.POST or None)
    if request.method == "POST" and request.POST.get("body") not in dict(bodies):
        raise NotFound
    if carried_out(form, lambda: add_times(actor=actor, item=item, **form.cleaned_data)):
        messages.success(request, _("已改好。"))
        return redirect("offerings:times", code)
    return _page(request, item, form, DateForm(bodies), status_of(form))


def _page(
    request: HttpRequest, item: Item, form: TimesForm, on_a_date: DateForm, status: int
) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    crumbs = [(_("服务事项"), reverse("offerings:items")), (item.label, "")]
    context = {
        "form": form, "date_form": on_a_date, "item": item, "crumbs": crumbs,
        "bodies": on_a_date.fields["body"].choices, "weekdays": dict(WEEKDAYS),  # type: ignore[attr-defined]
        "lines": service_times(actor, item, now=now), "closed": closed_lines(actor, item, now=now),
    }  # fmt: skip
    return render(request, "offerings/times.html", context, status=status)


@require_POST
@staff_only(*KEEPERS)
def date(request: HttpRequest, code: str) -> HttpResponse:
    """One date is another: closed, or with an hour more."""
    actor, item = actor_of(request), item_by_code(code)
    if item is None:
        raise NotFound
    language = get_language() or "zh"
    bodies = [(b.code, b.label(language)) for b in kept_bodies(actor) if b.kind == item.provider]
    if request.POST.get("body") not in dict(bodies):
        raise NotFound
    form = DateForm(bodies, request.POST)

    def change() -> str:
        values = {key: value for key, value in form.cleaned_data.items() if key != "closed"}
        if form.cleaned_data["closed"]:
            body, day = values["body"], values["day"]
            return _closed_words(close_day(actor=actor, item=item, body=body, day=day))
        add_hours_on(actor=actor, item=item, **values)
        return _("已改好。")

    if did := carried_out(form, change):
        messages.success(request, did.made)
        return redirect("offerings:times", code)
    return _page(request, item, TimesForm(bodies), form, status_of(form))


def _closed_words(n: int) -> str:
    if not n:
        return _("这一天停了。")
    return _("这一天停了。已经约了%(n)d家，请打电话改时间。") % {"n": n}


@require_POST
@staff_only(*KEEPERS)
def open_again(request: HttpRequest, closed_id: int) -> HttpResponse:
    """The weekly hours hold on that date after all."""
    code = open_day(actor=actor_of(request), closed_id=closed_id)
    messages.success(request, _("已改好。"))
    return redirect("offerings:times", code)


@require_POST
@staff_only(*KEEPERS)
def end(request: HttpRequest, time_id: int) -> HttpResponse:
    """No more places at this hour; those that were taken stay."""
    row: ServiceTime = end_time(actor=actor_of(request), time_id=time_id)
    messages.success(request, _("停了，已约好的照常上门。"))
    return redirect("offerings:times", row.code)


@require_GET
@staff_only(*CLERKS)
def series(request: HttpRequest) -> HttpResponse:
    """What recurs in one's community."""
    return render(request, "offerings/desk_series.html", {"lines": series_lines(actor_of(request))})


@require_POST
@staff_only(*CLERKS)
def stop(request: HttpRequest, series_id: int) -> HttpResponse:
    """For somebody who called."""
    n = stop_series(actor=actor_of(request), series_id=series_id)
    messages.success(request, _("以后不再来了，已取消还没到的%(n)d次。") % {"n": n})
    return redirect("offerings:series")
