"""/desk/areas/plan/: propose grids, look at them beside today's, change and accept."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas.forms.files import PlanForm
from gongzhi.areas.importing.uploads import on_disk
from gongzhi.areas.planning import Bounds
from gongzhi.areas.reading import plan as reads
from gongzhi.areas.reading.open_plan import open_plan
from gongzhi.areas.services.plan_grids import (
    accept_plan,
    discard_plan,
    move_home,
    plan_grids,
    undo_move,
)
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only

DEFAULT = Bounds()  # a grid holds about 300–500 households


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def plans(request: HttpRequest) -> HttpResponse:
    """The form and the plans so far; POST proposes grids."""
    choices = reads.plan_areas()
    if request.method == "GET":
        initial = {"lowest": DEFAULT.lowest, "highest": DEFAULT.highest}
        return _form(request, PlanForm(choices, initial=initial))
    form = PlanForm(choices, request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    values = form.cleaned_data
    try:
        with on_disk(values["file"]) as path:
            row = plan_grids(
                actor=actor_of(request),
                path=path,
                name=values["file"].name,
                chosen_crs=values["crs"],
                area_code=values["area"],
                bounds=Bounds(values["lowest"], values["highest"]),
            )
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else "file", str(error))
        return _form(request, form, status=422)
    return HttpResponseRedirect(reverse("area_files:plan", args=[row.pk]))


def _form(request: HttpRequest, form: PlanForm, *, status: int = 200) -> HttpResponse:
    recent = [(row, area_name(row.area_id)) for row in reads.recent_plans()]
    context = {"form": form, "recent": recent, "section": "plan"}
    return render(request, "areas/files/plans.html", context, status=status)


def area_name(area_id: int) -> str:
    """Today's name of an area, empty when it is gone."""
    area = reads.selectors.area_by_id(area_id)
    return area.name if area else ""


@require_GET
@staff_only("sysadmin")
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Both maps, the measures, each grid, and what can be moved."""
    opened = open_plan(actor=actor_of(request), plan_id=plan_id)
    proposed, now = reads.plan_measures(opened)
    context = {
        "row": opened.row,
        "area": opened.area,
        "proposed": proposed,
        "now": now,
        "outside": proposed.grids - proposed.within,
        "grids": reads.grid_rows(opened),
        "moves": reads.possible_moves(opened),
        "classes": reads.plan_classes(),
        "today": today(),
        "section": "plan",
    }
    return render(request, "areas/files/plan.html", context)


@require_GET
@staff_only("sysadmin")
def plan_shapes(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The proposed grids."""
    return JsonResponse(reads.plan_geojson(open_plan(actor=actor_of(request), plan_id=plan_id)))


@require_GET
@staff_only("sysadmin")
def plan_today(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Today's grids."""
    return JsonResponse(reads.today_geojson(open_plan(actor=actor_of(request), plan_id=plan_id)))


@require_POST
@staff_only("sysadmin")
def plan_move(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One home or estate to a neighbouring grid."""
    home, _colon, to = request.POST.get("move", "").partition(":")
    try:
        move_home(
            actor=actor_of(request),
            plan_id=plan_id,
            home=_number(home),
            to=_number(to),
            version=_number(request.POST.get("version", "")),
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已移过去，各项数字已重新计算。"))
    return HttpResponseRedirect(reverse("area_files:plan", args=[plan_id]))


@require_POST
@staff_only("sysadmin")
def plan_undo(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take back the last change by hand."""
    version = _number(request.POST.get("version", ""))
    try:
        undo_move(actor=actor_of(request), plan_id=plan_id, version=version)
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤回上一次调整。"))
    return HttpResponseRedirect(reverse("area_files:plan", args=[plan_id]))


@require_POST
@staff_only("sysadmin")
def plan_accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Turn it into a staged import, to be looked at and applied there."""
    day = parse_date_or_none(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _("请写从哪天起生效，如2026-03-15。"))
        return HttpResponseRedirect(reverse("area_files:plan", args=[plan_id]))
    try:
        row = accept_plan(
            actor=actor_of(request),
            plan_id=plan_id,
            day=day,
            version=_number(request.POST.get("version", "")),
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("area_files:plan", args=[plan_id]))
    return HttpResponseRedirect(reverse("area_files:preview", args=[row.pk]))


@require_POST
@staff_only("sysadmin")
def plan_discard(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put it aside and forget the homes."""
    try:
        discard_plan(actor=actor_of(request), plan_id=plan_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("方案已放弃，住户数据已删除。"))
    return HttpResponseRedirect(reverse("area_files:plans"))


def parse_date_or_none(text: str) -> date | None:
    """A date as a browser sends it."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    found = whole_number(text, most=10**9)
    return -1 if found is None else found
