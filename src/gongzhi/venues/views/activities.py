"""/desk/activities/: activities of communities and their interest groups."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..forms.activity import ActivityForm, GroupForm
from ..reach import KEEPERS, READERS, communities
from ..reading.activities import activity_lines, activity_page, desk_activities, groups
from ..reading.stations import station_page
from ..services.arrive import mark_arrived
from ..services.save_activity import cancel_activity, hold_activity, save_group


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """What is to come or was, and the groups."""
    actor, now, over = actor_of(request), clock.now(), request.GET.get("over") == "1"
    page = Paginator(desk_activities(actor, now=now, over=over), 30).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page, "lines": activity_lines(page.object_list, now=now), "over": over,
        "groups": groups(actor), "may_keep": actor.has_role(*KEEPERS),
    }  # fmt: skip
    return render(request, "venues/desk/activities.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def hold(request: HttpRequest, station_id: int) -> HttpResponse:
    """A new one, at a station."""
    actor = actor_of(request)
    page = station_page(actor, station_id, now=clock.now(), desk=True)
    if not page.may_keep:
        raise NotFound
    form = ActivityForm(page.row, request.POST or None)
    if did := carried_out(
        form,
        lambda: hold_activity(
            actor=actor,
            station_id=station_id,
            key=form.cleaned_data["key"],
            draft=form.draft(),
        ),
    ):
        messages.success(request, _("已发布。"))
        return redirect("venues:activity", did.made.pk)
    return _form(request, form, _("办一个活动"), f"/desk/venues/{station_id}/")


@require_GET
@staff_only(*READERS)
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Counts, and for keepers who comes."""
    page = activity_page(actor_of(request), activity_id, now=clock.now())
    crumbs = [(_("活动"), "/desk/activities/"), (page.line.title, "")]
    return render(request, "venues/desk/activity.html", {"page": page, "crumbs": crumbs})


@require_POST
@staff_only(*KEEPERS)
def cancel(request: HttpRequest, activity_id: int) -> HttpResponse:
    """With a reason, which is told."""
    return done(
        request,
        lambda: cancel_activity(
            actor=actor_of(request), activity_id=activity_id, reason=request.POST.get("reason", "")
        ),
        _("已取消。"),
        "venues:activity",
        activity_id,
    )


@require_POST
@staff_only(*KEEPERS)
def arrived(request: HttpRequest, signup_id: int) -> HttpResponse:
    """The organiser's word."""
    try:
        row = mark_arrived(actor=actor_of(request), signup_id=signup_id)
    except NotFound:
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
        return redirect("venues:activities")
    return redirect("venues:activity", row.activity_id)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def group(request: HttpRequest) -> HttpResponse:
    """A new interest group."""
    actor = actor_of(request)
    choices = [(one.code, one.short_name or one.name) for one in communities(actor)]
    form = GroupForm(choices, request.POST or None)
    if request.method == "POST" and request.POST.get("body", "") not in dict(choices):
        raise NotFound  # another's community is not there
    if carried_out(form, lambda: save_group(actor=actor, **form.cleaned_data)):
        messages.success(request, _("已登记。"))
        return redirect("venues:activities")
    return _form(request, form, _("登记团体"), "/desk/activities/")


def _form(
    request: HttpRequest, form: forms.Form, title: str, back: str
) -> HttpResponse:  # fmt: skip
    crumbs = [(_("活动"), "/desk/activities/"), (title, "")]
    context = {"form": form, "title": title, "crumbs": crumbs, "back": back}
    return render(request, "venues/desk/form.html", context, status=status_of(form))
