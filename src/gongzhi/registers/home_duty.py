"""Who can answer for the homes of an area: Party organisations, grid heads and workers (ML-22)."""

from __future__ import annotations

from typing import Final

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
    paths = [one.path for one in areas.current_areas() if one.path.startswith(path)]
    teams = (orgs.responsible_body("grid_team", one) for one in paths or [path])
    return people_at_any(body_ids={team.id for team in teams if team}, roles=GRID_ROLES)


def _depth(body: BodyRef) -> int:
    places = (areas.area_by_id(area_id) for area_id in orgs.areas_of(body.id))
    return max((place.path.count(".") for place in places if place is not None), default=0)
