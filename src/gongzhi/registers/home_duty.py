"""Who can answer for the homes of an area: Party organisations, grid heads and workers (ML-22)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from gongzhi.accounts.actor import postings_of
from gongzhi.accounts.selectors import Person, people_at_any
from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of
from gongzhi.orgs.selectors import BodyRef

GRID_ROLES: Final = ("grid_head", "grid_worker")


def parties_for(path: str) -> list[BodyRef]:
    """Party organisations whose area holds the one at this path, the nearest first."""
    found: dict[int, tuple[int, BodyRef]] = {}
    for kind in kinds_of("party"):
        body = orgs.responsible_body(kind, path)
        if body is not None:
            found[body.id] = (_depth(body), body)
    return [body for _depth, body in sorted(found.values(), key=lambda one: (-one[0], one[1].code))]


def workers_for(path: str) -> list[Person]:
    """Grid heads and workers of the teams of the area, of those below it and above it."""
    return people_at_any(body_ids=_teams([path])[path], roles=GRID_ROLES)


def works_in_all(user_id: int, paths: Collection[str]) -> bool:
    """Whether somebody is such a worker for each of these areas; as many statements for one as
    for hundreds.
    """
    teams = _teams(paths)
    if user_id not in {one.id for one in people_at_any(
        body_ids=set().union(*teams.values()), roles=GRID_ROLES
    )}:  # fmt: skip
        return False
    own = {post.body_id for post in postings_of(user_id=user_id) if post.role in GRID_ROLES}
    return all(own & found for found in teams.values())


def _teams(paths: Collection[str]) -> dict[str, set[int]]:
    """Of each area: the teams that answer for it and for those below it."""
    found: dict[str, set[int]] = {path: set() for path in paths}
    below = [(path, path) for path in paths]
    for one in areas.current_areas():
        ids = one.path.split(".")
        above = (".".join(ids[:n]) + "." for n in range(1, len(ids)))
        below += [(path, one.path) for path in above if path in found]
    for path, at in below:
        team = orgs.responsible_body("grid_team", at)
        if team is not None:
            found[path].add(team.id)
    return found


def _depth(body: BodyRef) -> int:
    places = (areas.area_by_id(area_id) for area_id in orgs.areas_of(body.id))
    return max((place.path.count(".") for place in places if place is not None), default=0)
