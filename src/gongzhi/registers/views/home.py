"""/desk/registers/: the search box over everything, and a tile for each register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from gongzhi.registers.bodyreach import asking_paths
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.reach import CENSUS_ROLES, PEOPLE_ROLES
from gongzhi.registers.reading.overview import SEERS, tiles
from gongzhi.registers.services.ask_opinion import asking_body
from gongzhi.registers.services.search_registers import search_registers
from gongzhi.web.access import actor_of, staff_only

LONGEST = 200


@require_GET
@staff_only(*SEERS)
def home(request: HttpRequest) -> HttpResponse:
    """Tiles counted live."""
    return render(request, "registers/home.html", _doors(request))


@require_POST
@staff_only(*SEERS)
def find(request: HttpRequest) -> HttpResponse:
    """What a search finds. Posted, so that names and numbers stand in no address and no log."""
    text = request.POST.get("q", "")[:LONGEST]
    found = search_registers(actor=actor_of(request), text=text)
    context: dict[str, Any] = {
        "asked": text.strip(),
        "found": [(REGISTERS[one.register], one) for one in found],
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "registers/_found.html", context)
    return render(request, "registers/home.html", context | _doors(request))


def _doors(request: HttpRequest) -> dict[str, Any]:
    """What leads on from here."""
    actor = actor_of(request)
    return {
        "tiles": tiles(actor),
        "may_census": actor.has_role(*CENSUS_ROLES),
        "may_ask": bool(asking_paths(actor)),
        "may_see_duties": actor.has_role(*PEOPLE_ROLES),
        "may_ask_opinion": asking_body(actor) is not None,
    }
