"""/desk/volunteers/: who enrolled here, which units are here, a unit's list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.accounts.login.secondfactor import picture_of
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.volunteering import reach
from gongzhi.volunteering.forms.desk import ListForm, UnitForm
from gongzhi.volunteering.reading.units import (
    PROPOSED,
    own_units,
    proposals,
    unit_lines,
    units_here,
)
from gongzhi.volunteering.reading.volunteers import volunteers
from gongzhi.volunteering.services.bring_list import bring_list
from gongzhi.volunteering.services.check_in_unit import (
    Asked,
    check_in_unit,
    check_in_units,
    end_unit,
)
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of, tell


@require_GET
@staff_only(*reach.READERS)
def home(request: HttpRequest) -> HttpResponse:
    """The community's volunteers and the code by which one becomes one; others read units."""
    actor = actor_of(request)
    if not reach.keeper_ids(actor):
        return redirect("volunteers:units")
    community = reach.own_community(actor)
    address = settings.PUBLIC_URL + reverse("serve:join", args=[community.code])
    context = {
        "community": community, "address": address, "qr": picture_of(address),
        "page": volunteers(actor, community.id, request.GET.get("page", 1)),
    }  # fmt: skip
    return render(request, "volunteering/desk/home.html", context)


@require_GET
@staff_only(*reach.READERS)
def units(request: HttpRequest) -> HttpResponse:
    """Units that are at communities, within reach."""
    actor, q = actor_of(request), request.GET.get("q", "").strip()[:60].replace("\x00", "")
    page = Paginator(units_here(actor, q), 50).get_page(request.GET.get("page", "1"))
    context = {
        "lines": unit_lines(actor, page.object_list),
        "page": page,
        "q": q,
        "may_pair": actor.has_role(*reach.PAIRERS),
        "own": own_units(actor),
    }
    return render(request, "volunteering/desk/units.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*reach.PAIRERS)
def unit_new(request: HttpRequest) -> HttpResponse:
    """A unit checks in, by hand."""
    actor = actor_of(request)
    initial: dict[str, Any] = {"since": clock.today()}
    if reach.keeper_ids(actor):
        initial["community"] = reach.own_community(actor).code
    form = UnitForm(request.POST or None, initial=initial)
    if carried_out(form, lambda: check_in_unit(actor=actor, asked=Asked(**form.cleaned_data))):
        messages.success(request, _("单位已报到。"))
        return redirect("volunteers:units")
    crumbs = [(_("报到单位"), reverse("volunteers:units")), (_("单位报到"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "volunteering/desk/unit_new.html", context, status=status_of(form))


def _checked_in(count: int) -> str:
    return ngettext("%(n)d家单位已报到。", "%(n)d家单位已报到。", count) % {"n": count}


@require_http_methods(["GET", "POST"])
@staff_only(*reach.PAIRERS)
def propose(request: HttpRequest) -> HttpResponse:
    """What the rule proposes; what is ticked is recorded, all or nothing."""
    actor = actor_of(request)
    if request.method == "POST":
        today = clock.today()
        asked = [
            Asked(unit=one[0], community=one[1], since=today, how=one[2])
            for one in (line.split(" ") for line in request.POST.getlist("pair")[:500])
            if len(one) == 3
        ]
        if tell(request, lambda: check_in_units(actor=actor, asked=asked), _checked_in):
            return redirect("volunteers:units")
    crumbs = [(_("报到单位"), reverse("volunteers:units")), (_("按规则分配"), "")]
    context = {"lines": proposals(actor), "most": PROPOSED, "crumbs": crumbs}
    return render(request, "volunteering/desk/propose.html", context)


@require_POST
@staff_only(*reach.PAIRERS)
def unit_end(request: HttpRequest, checkin_id: int) -> HttpResponse:
    """The unit is here no longer."""
    return done(
        request,
        lambda: end_unit(actor=actor_of(request), checkin_id=checkin_id),
        _("已结束。做过的服务照样记着。"),
        "volunteers:units",
    )


@require_http_methods(["GET", "POST"])
@staff_only(*reach.UNIT_ROLES)
def unit_list(request: HttpRequest) -> HttpResponse:
    """A unit brings its list; every wrong row is told, and then nothing is written."""
    actor = actor_of(request)
    own = own_units(actor)
    if not own:
        raise NotFound
    form, found = ListForm(request.POST or None, request.FILES or None), None
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = bring_list(actor=actor, data=file.read(), file_name=file.name)
        except GongzhiError as error:
            form.add_error("file", str(error))
    if found is not None and found.written:
        said = ngettext("%(n)d行已收下。", "%(n)d行已收下。", found.written)
        messages.success(request, said % {"n": found.written})
        return redirect("volunteers:list")
    crumbs = [(_("报到单位"), reverse("volunteers:units")), (_("单位名单"), "")]
    context = {"form": form, "found": found, "own": own[0], "crumbs": crumbs}
    status = 422 if found is not None and found.wrong else status_of(form)
    return render(request, "volunteering/desk/list.html", context, status=status)
