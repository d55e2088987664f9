"""/desk/duties/: the power-and-duty list, to which every proposal points."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.web.access import actor_of, staff_only

from ...dispatch.triaging import current_rules
from ...selectors.desk.duties import duty_lines
from ...selectors.desk.duty_versions import duty_difference, duty_versions
from .frame import beside


@require_GET
@staff_only()
def duties(request: HttpRequest) -> HttpResponse:
    """All lines in force, searchable."""
    q = request.GET.get("duty_q", "").strip()[:40]
    frame = beside(actor_of(request), now=clock.now())
    return render(
        request,
        "orders/desk/duties.html",
        {**frame, "lines": duty_lines(q), "duty_q": q, "triages": current_rules() is not None},
    )


@require_GET
@staff_only()
def versions(request: HttpRequest) -> HttpResponse:
    """Which release said what and from when; `older` and `newer` are compared."""
    found = duty_versions()
    numbers = [one.version for one in found]
    newer = _number(request.GET.get("newer", ""), numbers, numbers[0] if numbers else 0)
    before = [number for number in numbers if number < newer]
    older = _number(request.GET.get("older", ""), numbers, before[0] if before else 0)
    older, newer = min(older, newer), max(older, newer)
    context = {
        **beside(actor_of(request), now=clock.now()),
        "versions": found,
        "older": older,
        "newer": newer,
        "changes": duty_difference(older, newer) if older and older != newer else [],
    }
    return render(request, "orders/desk/duty_versions.html", context)


def _number(typed: str, known: list[int], otherwise: int) -> int:
    return int(typed) if typed.isdecimal() and int(typed) in known else otherwise
