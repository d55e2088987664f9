"""/desk/affairs/: the list of a community's affairs, and what is admitted beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.orders.process.opening import startable
from gongzhi.orders.views.desk.frame import beside
from gongzhi.web.access import actor_of, staff_only

from ..affairs import affairs as listed
from ..reading.standing import standing


@require_GET
@staff_only()
def affairs(request: HttpRequest) -> HttpResponse:
    """All of the list; admissions of the areas and bodies that one sees."""
    actor = actor_of(request)
    context = {
        **beside(actor, now=clock.now()),
        "affairs": listed(),
        "standing": standing(actor, today=clock.today()),
        "may_ask": any(spec.key == "admission" for spec in startable(actor)),
    }
    return render(request, "workload/affairs.html", context)
