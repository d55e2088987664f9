"""/desk/teams/: how complete the teams of the grids are. Counts and areas, names of nobody."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gongzhi.accounts.reading.teams import Gap, TeamCheck, team_checks
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.profiles import selectors as profiles
from gongzhi.web.access import actor_of, staff_only

GAPS_A_PAGE = 50
# Of a city with twenty thousand grids counting takes a third of a second.
_kept: TtlCache[tuple[int, str], list[TeamCheck]] = TtlCache(seconds=5, size=200)


@require_GET
@staff_only()
def teams(request: HttpRequest) -> HttpResponse:
    """The teams of one area: the one asked for, else the widest of the person's own."""
    code = request.GET.get("area", "")
    area = areas.area_by_code(code) if code else _own(actor_of(request))
    if area is None:
        raise NotFound
    language = get_language() or "zh"
    names = profiles.current().section("orgs/roles") or {}
    key = "en" if language.startswith("en") else "zh"
    path = area.path
    asked = (profiles.current().release_id, path)
    checks = _kept.get(asked, lambda: team_checks(path)) or []
    context = {
        "trail": [
            (ref.label(language), f"{reverse('teams:teams')}?area={ref.code}")
            for ref in areas.ancestors(area.path)
        ],
        "checks": [
            _shown(request, number, check, {role: name[key] for role, name in names.items()})
            for number, check in enumerate(checks)
        ],
    }
    return render(request, "accounts/office/teams.html", context)


def _own(actor: Actor) -> AreaRef | None:
    paths = sorted((p.area_path for p in actor.postings if p.area_path), key=len)
    found = areas.ancestors(paths[0]) if paths else []
    return found[-1] if found else areas.root_area()


def _shown(
    request: HttpRequest, number: int, check: TeamCheck, names: dict[str, str]
) -> dict[str, Any]:
    language = get_language() or "zh"
    param = f"page{number}"
    page = Paginator(check.gaps, GAPS_A_PAGE).get_page(request.GET.get(param))
    return {
        "name": check.template.label(language),
        "grids": check.grids,
        "complete": check.complete,
        "gap_count": len(check.gaps),
        "page": page,
        "gaps": [_gap(gap, names, language) for gap in page.object_list],
        "param": param,
        "posts": [
            {
                "name": names.get(role, role),
                "least": least,
                "people": check.people[role],
                "missing": check.missing.get(role, 0),
            }
            for role, least in check.template.least.items()
        ],
    }


def _gap(gap: Gap, names: dict[str, str], language: str) -> dict[str, str]:
    above = areas.ancestors(gap.area.path)[1:-1]
    between = ", " if language.startswith("en") else "、"
    return {
        "code": gap.area.code,
        "name": gap.area.label(language),
        "above": " · ".join(ref.label(language) for ref in above),
        "words": between.join(f"{names.get(role, role)} {n}" for role, n in gap.missing.items()),
    }
