"""/desk/volunteers/teams/: teams, who joined, their log and their orders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.volunteering import reach
from gongzhi.volunteering.forms.team import TeamForm
from gongzhi.volunteering.models import Team
from gongzhi.volunteering.reading import teams as reading
from gongzhi.volunteering.services.found_team import end_team, found_team
from gongzhi.volunteering.services.join_team import join_team, leave_team
from gongzhi.web.access import actor_of, resident_only, staff_only
from gongzhi.web.deeds import carried_out, status_of

_READERS = reach.READERS | reach.TEAM_KEEPERS


@require_GET
@staff_only(*_READERS)
def teams(request: HttpRequest) -> HttpResponse:
    """Teams within reach, with what they did."""
    actor = actor_of(request)
    context = {"lines": reading.teams(actor), "may_found": bool(reach.team_hosts(actor))}
    return render(request, "volunteering/desk/teams.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*reach.TEAM_KEEPERS)
def team_new(request: HttpRequest) -> HttpResponse:
    """Found one."""
    actor = actor_of(request)
    hosts = reach.team_hosts(actor)
    if not hosts:
        raise Denied(_("只有社区、街道和单位的岗位能建队伍。"))
    if request.method == "POST" and request.POST.get("host") not in {one.code for one in hosts}:
        raise NotFound  # another's body is not there
    form = TeamForm(hosts, request.POST or None)
    made: list[Team] = []
    if carried_out(form, lambda: made.append(found_team(actor=actor, **form.cleaned_data))):
        messages.success(request, _("队伍建好了。"))
        return redirect("volunteers:team", team_id=made[0].pk)
    context = {
        "form": form, "title": _("建一支队伍"), "button": _("建队伍"),
        "back": reverse("volunteers:teams"),
        "crumbs": [(_("队伍"), reverse("volunteers:teams")), (_("建一支队伍"), "")],
    }  # fmt: skip
    return render(request, "volunteering/desk/team_form.html", context, status=status_of(form))


@require_GET
@staff_only(*_READERS)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team."""
    page = reading.team_page(actor_of(request), team_id, language=get_language() or "zh")
    crumbs = [(_("队伍"), reverse("volunteers:teams")), (page.line.name, "")]
    return render(request, "volunteering/desk/team.html", {"page": page, "crumbs": crumbs})


@require_POST
@staff_only(*reach.TEAM_KEEPERS)
def team_end(request: HttpRequest, team_id: int) -> HttpResponse:
    """No team any more."""
    end_team(actor=actor_of(request), team_id=team_id)
    messages.success(request, _("队伍已撤销，做过的活动照样记着。"))
    return redirect("volunteers:teams")


@require_POST
@resident_only
def join(request: HttpRequest, team_id: int) -> HttpResponse:
    """By choice."""
    try:
        join_team(actor=actor_of(request), team_id=team_id)
    except (Conflict, Denied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已加入，随时可以退出。"))
    return redirect("serve:page")


@require_POST
@resident_only
def leave(request: HttpRequest, team_id: int) -> HttpResponse:
    """Without a reason."""
    leave_team(actor=actor_of(request), team_id=team_id)
    messages.success(request, _("已退出队伍。"))
    return redirect("serve:page")
