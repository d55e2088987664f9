"""/desk/party/: the home for Party affairs, and the list behind each of its figures."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import policies
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import language
from gongzhi.orgs.models import Agreement, CrossAppointment
from gongzhi.orgs.reach import PARTY_ROLES, reach_of
from gongzhi.orgs.reading import party_home as home
from gongzhi.orgs.reading.body_page import agreement_lines, cross_relations
from gongzhi.orgs.reading.census import census
from gongzhi.orgs.reading.coverage import board
from gongzhi.orgs.reading.levels import levels
from gongzhi.orgs.reading.party_lists import pairing_lines, programme_lines, temporary_lines
from gongzhi.orgs.reading.power_versions import power_versions
from gongzhi.orgs.reading.structure import (
    matrix,
    posted_enforcement,
    powers,
    reports,
    service_posts,
)
from gongzhi.web.access import actor_of, staff_only

PAGE = 100


@require_GET
@staff_only(*PARTY_ROLES)
def party(request: HttpRequest) -> HttpResponse:
    """One line of figures, each a link to its list."""
    actor, day = actor_of(request), clock.today()
    context = {
        "home": home.party_home(actor, day),
        "soon": agreement_lines(actor, day, pk__in=_first_to_expire(actor, day)),
        "may_write": policies.may_write(actor),
    }
    return render(request, "orgs/party.html", context)


def _first_to_expire(actor: Actor, day: date) -> list[int]:
    rows = home.expiring(actor, day).order_by("expires_on", "pk")
    return list(rows.values_list("pk", flat=True)[:8])


@require_GET
@staff_only(*PARTY_ROLES)
def coverage(request: HttpRequest, key: str) -> HttpResponse:
    """Behind a rate: first what is missing, then what is covered, each by name."""
    lines = home.coverage_lines(board(reach_of(actor_of(request)), clock.today()))
    line = next((line for line in lines if line.key == key), None)
    if line is None:
        raise Http404
    missing = Paginator(line.part.missing, PAGE).get_page(request.GET.get("missing", "1"))
    covered = Paginator(line.part.covered, PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "line": line,
        "percent": home.percent(line.part),
        "missing": missing,
        "missing_names": _named(line.what, tuple(missing.object_list)),
        "covered": covered,
        "covered_names": _named(line.what, tuple(covered.object_list)),
    }
    return render(request, "orgs/coverage.html", context)


def _named(what: str, ids: tuple[int, ...]) -> list[tuple[str, str, str]]:
    """(name, where, address) of areas or bodies."""
    found = []
    for one in ids:
        if what == "area":
            area = areas.area_by_id(one)
            if area is not None:
                above = areas.area_by_id(area.parent_id) if area.parent_id else None
                where = above.label(language()) if above else ""
                found.append((area.label(language()), where, f"/desk/bodies/?area={area.code}"))
        else:
            body = orgs.body_by_id(one)
            if body is not None:
                place = areas.area_by_id(body.area_id) if body.area_id else None
                where = place.label(language()) if place else ""
                found.append((body.label(language()), where, f"/desk/bodies/{body.code}/"))
    return found


@require_GET
@staff_only(*PARTY_ROLES)
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements by days left; `all` shows those that are over as well."""
    actor, day = actor_of(request), clock.today()
    show = request.GET.get("show", "soon")
    if show == "all":
        rows = Agreement.objects.visible_to(actor)
    elif show == "live":
        rows = Agreement.objects.visible_to(actor).filter(ended_on=None, expires_on__gte=day)
    else:
        show, rows = "soon", home.expiring(actor, day)
    rows = rows.order_by("expires_on", "pk").values_list("pk", flat=True)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1"))
    lines = agreement_lines(actor, day, pk__in=list(page.object_list))
    return render(request, "orgs/agreements.html", {"lines": lines, "show": show, "page": page})


@require_GET
@staff_only(*PARTY_ROLES)
def pairings(request: HttpRequest) -> HttpResponse:
    """Pairings in force in the scope, and communities without one."""
    page = request.GET.get("page", "1")
    found = pairing_lines(actor_of(request), clock.today(), page=page)
    return render(request, "orgs/pairings.html", {"found": found})


@require_GET
@staff_only(*PARTY_ROLES)
def crosses(request: HttpRequest) -> HttpResponse:
    """Cross-appointments by step."""
    rows = home.crosses(actor_of(request)).select_related("to_body", "from_body")
    state = request.GET.get("state", "")
    if state in CrossAppointment.State.values:
        rows = rows.filter(state=state)
    rows = rows.order_by("-recommended_on", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "rows": cross_relations(page.object_list),
        "list": page,
        "states": CrossAppointment.State.choices,
        "state": state,
    }
    return render(request, "orgs/crosses.html", context)


@require_GET
@staff_only(*PARTY_ROLES)
def temporary(request: HttpRequest) -> HttpResponse:
    """Temporary branches, open ones first, with their numbers."""
    found = temporary_lines(actor_of(request), clock.today(), page=request.GET.get("page", "1"))
    return render(request, "orgs/temporary.html", {"found": found})


@require_GET
@staff_only(*PARTY_ROLES)
def party_census(request: HttpRequest) -> HttpResponse:
    """Party organisations by kind and by area, counted from records."""
    area = areas.area_by_code(request.GET.get("area", "")) or areas.root_area()
    if area is None:
        raise Http404
    found = census(area, reach_of(actor_of(request)), clock.today())
    missing = (orgs.body_by_id(one) for one in found.communities.missing[:PAGE])
    context = {
        "census": found,
        "chain": areas.ancestors(area.path),
        "percent": home.percent(found.communities),
        "missing": [body for body in missing if body is not None],
    }
    return render(request, "orgs/census.html", context)


@require_GET
@staff_only(*PARTY_ROLES)
def linked(request: HttpRequest) -> HttpResponse:
    """Levels linked: the Party tree beside the grid tree, and the programmes that run down it."""
    area = areas.area_by_code(request.GET.get("area", "")) or areas.root_area()
    if area is None:
        raise Http404
    context = {
        "area": area,
        "levels": levels(area),
        "programmes": programme_lines(area, clock.today()),
    }
    return render(request, "orgs/levels.html", context)


@require_GET
@staff_only()
def structure(request: HttpRequest) -> HttpResponse:
    """Streets against their template, posted enforcement and the register of powers."""
    context = {
        "reports": reports(),
        "posted": posted_enforcement(),
        "powers": powers(),
        "versions": power_versions(),
        "service_posts": service_posts(),
        "in_party": actor_of(request).has_role(*PARTY_ROLES),
    }
    return render(request, "orgs/structure.html", context)


@require_GET
@staff_only()
def role_matrix(request: HttpRequest) -> HttpResponse:
    """Who leads, executes, supervises and takes part."""
    context = {"rows": matrix(), "in_party": actor_of(request).has_role(*PARTY_ROLES)}
    return render(request, "orgs/matrix.html", context)
