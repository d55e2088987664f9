"""/desk/processes/: the processes of the city, each drawn from the profile with what stands where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.web.access import actor_of, staff_only

from ...process.diagram import BOX
from ...selectors.desk.processes import CLOSED_DAYS, ProcessLine, process_list, process_page
from .frame import beside

# A month of closed orders is counted one by one; the same person reads it at most so old.
_counted: TtlCache[Actor, list[ProcessLine]] = TtlCache(seconds=5, size=500)


def forget() -> None:
    """Count anew at the next call."""
    _counted.forget()


@require_GET
@staff_only()
def processes(request: HttpRequest) -> HttpResponse:
    """All of them with their open orders."""
    actor, now = actor_of(request), clock.now()
    context = {
        **beside(actor, now=now),
        "lines": _counted.get(actor, lambda: process_list(actor, now=now)),
        "days": CLOSED_DAYS,
    }
    return render(request, "orders/desk/processes.html", context)


@require_GET
@staff_only()
def process(request: HttpRequest, process: str) -> HttpResponse:
    """One of them: the drawing, and the same as a table. NotFound."""
    actor, now = actor_of(request), clock.now()
    context = {
        **beside(actor, now=now),
        "page": process_page(actor, process, now=now),
        "days": CLOSED_DAYS,
        "box": BOX,
        "may_change": actor.has_role("sysadmin"),
    }
    return render(request, "orders/desk/process.html", context)
