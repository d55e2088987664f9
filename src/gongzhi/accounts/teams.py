"""`orgs/teams.yaml`: who makes up the team of a grid, and what a team lacks (pure).

Seed rows XY-13 (1+1+N), JN-30 (1+1+N+X), XY-27 (three roles), QA-05 (three heads). A posting for
an area above a grid counts for the grid too: one full-time worker may serve several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource


class PostLine(Shape):
    """At least so many people in a role; 0 for a role that a team may have."""

    role: str
    least: Annotated[int, Field(ge=0, le=99)] = 1


class TeamLine(Shape):
    """The team that every area of some kinds should have."""

    name: Text
    kinds: Annotated[list[str], Field(min_length=1)]
    posts: Annotated[list[PostLine], Field(min_length=1)]


class TeamsFile(Shape):
    """`orgs/teams.yaml`."""

    teams: list[TeamLine]


@dataclass(frozen=True)
class Template:
    """A team as the profile wants it: the least number of people by role."""

    zh: str
    en: str
    kinds: frozenset[str]
    least: Mapping[str, int]

    def label(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


def templates(document: Any) -> list[Template]:
    """From the section's document; empty where the city has none."""
    return [
        Template(
            zh=team["name"]["zh"],
            en=team["name"]["en"],
            kinds=frozenset(team["kinds"]),
            least={post["role"]: post["least"] for post in team["posts"]},
        )
        for team in (document or {}).get("teams", ())
    ]


def lacking(template: Template, people: Mapping[str, int]) -> dict[str, int]:
    """How many people a team lacks by role; empty when it is complete."""
    return {
        role: least - people.get(role, 0)
        for role, least in template.least.items()
        if people.get(role, 0) < least
    }


def people_by_area(
    parents: Iterable[tuple[int, int | None]],
    postings: Mapping[int, Mapping[str, int]],
    roles: Sequence[str],
) -> dict[int, dict[str, int]]:
    """People by area id and role, those of the areas above included.

    `parents` gives (area id, id of the area above), the areas above first; `postings` counts by
    area id and role.
    """
    found: dict[int, dict[str, int]] = {}
    nobody = dict.fromkeys(roles, 0)
    for area_id, parent_id in parents:
        above = found.get(parent_id or 0, nobody)
        own = postings.get(area_id)
        found[area_id] = (
            {role: count + own.get(role, 0) for role, count in above.items()} if own else above
        )
    return found


def _check(source: ProfileSource, problems: Problems, context: Context) -> Any:
    document = source.yaml("orgs/teams.yaml", required=False)
    spec = check_document(document, TeamsFile, problems) if document else None
    if document is None or spec is None:
        return None
    roles = context.documents.get("orgs/roles") or {}
    kinds = {area.kind for area in context.work.get("areas", {}).values()}
    for number, team in enumerate(spec.teams):
        for index, kind in enumerate(team.kinds):
            if kind not in kinds:
                place = document.place("teams", number, "kinds", index)
                problems.add(place, _("没有这一类区域：%(kind)s") % {"kind": kind}, sorted(kinds))
        for index, post in enumerate(team.posts):
            if post.role not in roles:
                place = document.place("teams", number, "posts", index, "role")
                problems.add(place, _("没有这个岗位：%(role)s") % {"role": post.role}, roles)
    return spec.model_dump(mode="json")


def register() -> None:
    """Make the section known."""
    register_section(Section("orgs/teams", 46, _check, reads=("areas/", "orgs/")))
