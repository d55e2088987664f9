"""How complete the teams of the grids are: counted from postings, names of nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from gongzhi.accounts.models import Posting
from gongzhi.accounts.teams import Template, lacking, people_by_area, templates
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.profiles import selectors as profiles


@dataclass(frozen=True)
class Gap:
    """A grid whose team is not complete: how many people by role are missing."""

    area: AreaRef
    missing: dict[str, int]


@dataclass(frozen=True)
class TeamCheck:
    """One kind of team in an area: how many grids, how many complete, who is missing where."""

    template: Template
    grids: int
    people: dict[str, int]
    missing: dict[str, int]
    gaps: list[Gap]

    @property
    def complete(self) -> int:
        return self.grids - len(self.gaps)


def team_checks(within: str) -> list[TeamCheck]:
    """All kinds of teams of the city, for the grids inside a path. One query."""
    wanted = templates(profiles.current().section("orgs/teams"))
    if not wanted:
        return []
    roles = {role for template in wanted for role in template.least}
    postings: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        Posting.objects.filter(
            role__in=roles, valid__contains=clock.today(), area__isnull=False, user__is_active=True
        )
        .order_by()
        .values_list("area_id", "role")
        .annotate(n=Count("user_id", distinct=True))
    )
    for area_id, role, n in rows:
        if area_id is not None:
            postings[area_id][role] = n
    every = areas.current_areas()
    tree = sorted(every, key=lambda area: area.level)
    people = people_by_area(((area.id, area.parent_id) for area in tree), postings, sorted(roles))
    inside = [area for area in every if area.path.startswith(within)]
    return [_check(template, postings, people, inside, within) for template in wanted]


def _check(
    template: Template,
    postings: dict[int, dict[str, int]],
    people: dict[int, dict[str, int]],
    inside: list[AreaRef],
    within: str,
) -> TeamCheck:
    """`people` counts for every area those of the areas above too, `postings` its own only."""
    grids = [area for area in inside if area.kind in template.kinds]
    gaps, missing = [], Counter[str]()
    for grid in grids:
        lacks = lacking(template, people[grid.id])
        if lacks:
            gaps.append(Gap(grid, lacks))
            missing.update(lacks)
    return TeamCheck(template, len(grids), _people(template, postings, within), dict(missing), gaps)


def _people(template: Template, postings: dict[int, dict[str, int]], within: str) -> dict[str, int]:
    """Everybody posted in these roles inside the path, each once."""
    found = Counter[str]()
    for area_id, by_role in postings.items():
        area = areas.area_by_id(area_id)
        if area is not None and area.path.startswith(within):
            found.update({role: n for role, n in by_role.items() if role in template.least})
    return {role: found[role] for role in template.least}
