"""/desk/registers/census/: members of the Party counted, for the post of Party affairs alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.counting.cuts import CUTS
from gongzhi.registers.counting.smallcounts import LEAST
from gongzhi.registers.reach import CENSUS_ROLES
from gongzhi.registers.reading.census import census
from gongzhi.web.access import actor_of, staff_only

from .frame import text_of

MOST = 60  # communities without an organisation that are named


@require_GET
@staff_only(*CENSUS_ROLES)
def page(request: HttpRequest) -> HttpResponse:
    """Members by cut, then by organisation; each organisation leads to those below it."""
    now = clock.now()
    day = clock.local(now).date()
    found = census(actor_of(request), day, code=text_of(request, "body", 40))
    missing = (orgs.body_by_id(one) for one in found.communities.missing[:MOST])
    context = {
        "census": found,
        "titles": [one.title for one in CUTS],
        "headline": list(zip([one.title for one in CUTS], found.cuts, strict=True)),
        "missing": [body for body in missing if body is not None],
        "percent": _percent(len(found.communities.covered), found.communities.total),
        "rolled": _percent(len(found.rolls.covered), found.rolls.total),
        "at": now,
        "least": LEAST - 1,
        "crumbs": [(_("基础数据"), "/desk/registers/"), (_("党员统计"), "")],
    }
    return render(request, "registers/census.html", context)


def _percent(part: int, total: int) -> str:
    """Floored, so that 100% means all; a dash when there is nothing."""
    return f"{part * 100 // total}%" if total else "—"
