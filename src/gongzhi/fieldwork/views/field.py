"""Pages of field duties on the phone. What they change goes through the outbox of the field."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.fieldwork.reach import VISIT_ROLES
from gongzhi.fieldwork.reading import homes as reads
from gongzhi.fieldwork.reading.handbook import handbook as handbook_of
from gongzhi.fieldwork.reading.rounds import round_page
from gongzhi.fieldwork.reading.rounds import rounds as rounds_of
from gongzhi.fieldwork.reading.talks import outcome_names
from gongzhi.fieldwork.reading.visit_form import visit_form
from gongzhi.fieldwork.services.rounds_reach import round_of
from gongzhi.orders.selectors.resident_catalogue import choice_groups
from gongzhi.web.access import actor_of, staff_only


@require_GET
@staff_only()
def handbook(request: HttpRequest) -> HttpResponse:
    """The duties with their steps, and the button that does each."""
    return render(request, "fieldwork/field/handbook.html", {"duties": handbook_of()})


@require_GET
@staff_only(*VISIT_ROLES)
def visits(request: HttpRequest) -> HttpResponse:
    """Buildings of my grids, and a search for a home."""
    actor, asked = actor_of(request), request.GET.get("q", "").strip()[: reads.LONGEST]
    context = {
        "q": asked,
        "found": reads.find_homes(actor, asked) if asked else [],
        "buildings": reads.buildings(actor),
    }
    return render(request, "fieldwork/field/visits.html", context)


@require_GET
@staff_only(*VISIT_ROLES)
def building(request: HttpRequest, building_id: int) -> HttpResponse:
    """The homes of a building; the phone keeps their pages, so that it can be walked offline."""
    page = reads.building_page(actor_of(request), building_id)
    return render(request, "fieldwork/field/building.html", {"page": page})


@require_GET
@staff_only(*VISIT_ROLES)
def home(request: HttpRequest, home_id: int) -> HttpResponse:
    """The form of a visit: what is stale, and room for needs."""
    context = {"page": visit_form(actor_of(request), home_id), "key": uuid.uuid4}
    return render(request, "fieldwork/field/home.html", context)


@require_GET
@staff_only(*VISIT_ROLES)
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds that are due, then the others."""
    lines = rounds_of(actor_of(request))
    context = {
        "due": [line for line in lines if line.is_due],
        "later": [line for line in lines if not line.is_due],
    }
    return render(request, "fieldwork/field/rounds.html", context)


@require_GET
@staff_only(*VISIT_ROLES)
def one_round(request: HttpRequest, key: str, area_code: str) -> HttpResponse:
    """What to look at; a finding; done."""
    actor = actor_of(request)
    kind, grid = round_of(actor, key, area_code)
    context = {"page": round_page(actor, kind, grid), "key": uuid.uuid4}
    return render(request, "fieldwork/field/round.html", context)


@require_GET
@staff_only(*VISIT_ROLES)
def talk(request: HttpRequest) -> HttpResponse:
    """Take down a talk."""
    context = {
        "key": uuid.uuid4, "outcomes": outcome_names().items(), "groups": choice_groups(),
    }  # fmt: skip
    return render(request, "fieldwork/field/talk.html", context)
