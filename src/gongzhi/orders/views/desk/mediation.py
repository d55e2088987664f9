"""/desk/mediations/: how many disputes were settled inside the grid, down to their orders (ML-30)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only

from ...process.opening import startable
from ...selectors.desk.mediation import DAYS, FEWEST, KINDS, PROCESS, behind, tallies
from .frame import beside


@require_GET
@staff_only()
def mediations(request: HttpRequest) -> HttpResponse:
    """Numbers by body, and the orders behind the one that was pressed."""
    actor, now = actor_of(request), clock.now()
    kind = request.GET.get("kind", "")
    body_id = whole_number(request.GET.get("body", ""))
    context = {
        **beside(actor, now=now),
        "tallies": tallies(actor, now=now),
        "lines": behind(actor, kind=kind, body_id=body_id, now=now),
        "narrowed": kind in KINDS or body_id is not None,
        "days": DAYS,
        "fewest": FEWEST,
        "may_start": any(spec.key == PROCESS for spec in startable(actor)),
    }
    return render(request, "orders/desk/mediations.html", context)
