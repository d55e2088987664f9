"""/desk/duties/: the power-and-duty list, to which every proposal points."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.web.access import actor_of, staff_only

from ...selectors.desk.duties import duty_lines
from .frame import beside


@require_GET
@staff_only()
def duties(request: HttpRequest) -> HttpResponse:
    """All lines in force, searchable."""
    q = request.GET.get("duty_q", "").strip()[:40]
    frame = beside(actor_of(request), now=clock.now())
    return render(
        request, "orders/desk/duties.html", {**frame, "lines": duty_lines(q), "duty_q": q}
    )
