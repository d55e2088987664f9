"""/invited/: who was named on a unit's list says no, without signing in, or goes on to check in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.errors import NotFound
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.services.enrol import decline_by_code, invited_by


@never_cache
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """Which unit asks for which community; POST is a no that holds for every list to come."""
    if request.method == "POST":
        decline_by_code(code=code)
        return render(request, "volunteering/public/invited.html", {"gone": True})
    row = invited_by(code)
    unit, community = orgs.body_by_id(row.unit_id), orgs.body_by_id(row.community_id)
    if unit is None or community is None:
        raise NotFound
    context = {"unit": unit, "community": community}
    return render(request, "volunteering/public/invited.html", context)
