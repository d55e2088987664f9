"""/me/service/: a resident checks in at the own community, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.volunteering.forms.resident import EnrolForm
from gongzhi.volunteering.reach import community_by_code
from gongzhi.volunteering.reading import mine
from gongzhi.volunteering.reading.posts import own_claims, own_minutes
from gongzhi.volunteering.reading.teams import joinable
from gongzhi.volunteering.services.enrol import decline, enrol, leave
from gongzhi.volunteering.services.join_team import open_hosts
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import carried_out, status_of


@never_cache
@require_GET
@resident_only
def page(request: HttpRequest) -> HttpResponse:
    """Where I am enrolled, what I took on and did."""
    actor = actor_of(request)
    own = mine.own_enrolment(actor)
    times, minutes = own_minutes(actor)
    context = {
        "own": own,
        "claims": own_claims(actor, most=30),
        "times": times,
        "minutes": minutes,
        "invited": mine.own_invitation(actor),
        "teams": joinable(actor, open_hosts(own.row)) if own else [],
        "suggested": None if own else mine.suggested_community(actor),
    }
    return render(request, "volunteering/me/page.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The short form that a community's code leads to."""
    actor = actor_of(request)
    community = community_by_code(code)
    form = EnrolForm(request.POST or None, initial=_initial(request, community.id))
    if carried_out(form, lambda: enrol(actor=actor, community=code, **form.cleaned_data)):
        messages.success(request, _("已报到，欢迎您。"))
        return redirect("serve:page")
    own = mine.own_enrolment(actor)
    moving = own.community if own and own.row.community_id != community.id else None
    context = {"form": form, "community": community, "moving": moving, "own": own}
    return render(request, "volunteering/me/join.html", context, status=status_of(form))


def _initial(request: HttpRequest, community_id: int) -> dict[str, Any]:
    """What is known already, so that nobody types it twice."""
    actor = actor_of(request)
    own = mine.own_enrolment(actor)
    if own is not None:
        return {
            "name": own.name, "unit": own.unit.name if own.unit else "", "skills": own.row.skills,
        }  # fmt: skip
    invited = mine.own_invitation(actor)
    unit = invited.unit.name if invited and invited.community.id == community_id else ""
    return {"name": mine.own_name(actor), "unit": unit}


@require_POST
@resident_only
def out(request: HttpRequest) -> HttpResponse:
    """No longer a volunteer."""
    leave(actor=actor_of(request))
    messages.success(request, _("已撤回报到。做过的服务时长还是您的。"))
    return redirect("serve:page")


@require_POST
@resident_only
def no(request: HttpRequest) -> HttpResponse:
    """Not through the unit's list."""
    decline(actor=actor_of(request))
    messages.success(request, _("好的，不用说明理由。"))
    return redirect("serve:page")


@never_cache
@require_GET
@resident_only
def units(request: HttpRequest) -> HttpResponse:
    """Names of units while one types."""
    found = mine.units_like(request.GET.get("unit", ""))
    return render(request, "volunteering/me/_units.html", {"units": found})


@never_cache
@require_GET
@resident_only
def export(request: HttpRequest) -> HttpResponse:
    """What is kept about me here, as a file."""
    response = JsonResponse(
        mine.as_json(actor_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="gongzhi-my-service.json"'
    return response
