"""/me/data/: what is held about me, why, and who looked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.accounts.selectors import looks_at
from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.registers.reading.own import as_json, own_data
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.web.access import actor_of, resident_only


@never_cache
@require_GET
@resident_only
def page(request: HttpRequest) -> HttpResponse:
    """The own row in full, its history, and who looked."""
    actor = actor_of(request)
    context = {"own": own_data(actor), "looks": looks_at(resident_id=actor.resident_id or 0)}
    return render(request, "registers/own.html", context)


@require_POST
@resident_only
def link(request: HttpRequest) -> HttpResponse:
    """Find the own row."""
    try:
        link_own_row(actor=actor_of(request))
    except (Invalid, NotFound) as error:
        messages.error(request, str(error))
    return redirect("own_data:page")


@never_cache
@require_GET
@resident_only
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file that machines read."""
    response = JsonResponse(
        as_json(actor_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="gongzhi-my-data.json"'
    return response
