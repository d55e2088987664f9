"""How many Party organisations there are, by kind and by what the records say of them (XY-02).

Everything is counted from rows. Members are counted by `registers`, from their roll.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names, kinds_of
from gongzhi.orgs.models import OfficePost
from gongzhi.orgs.models.posts import Post
from gongzhi.orgs.reach import Reach
from gongzhi.orgs.rules import Coverage
from gongzhi.orgs.selectors import BodyRef


@dataclass(frozen=True)
class CensusLine:
    """One kind: how many there are, stand on an area, and have a secretary in office."""

    kind: str
    name: str
    count: int
    linked: int
    led: int


@dataclass(frozen=True)
class CensusPart:
    """An area and its Party organisations by kind, in the order of the lines."""

    area: AreaRef
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Census:
    """Party organisations on and below an area; `communities` are body ids with and without one."""

    area: AreaRef
    lines: tuple[CensusLine, ...]
    parts: tuple[CensusPart, ...]
    communities: Coverage

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)


def census(area: AreaRef, reach: Reach, day: date) -> Census:
    """Counted now, on the area and below it, inside a reach."""
    party = kinds_of("party")
    held = OfficePost.objects.filter(post=Post.SECRETARY).on(day).facts("body_id")
    led = {body_id for (body_id,) in held}
    names, parts = kind_names(), areas.children(area.id)
    below: dict[int, dict[str, int]] = {part.id: {} for part in parts}
    depth = area.path.count(".")
    lines = []
    for kind in party:
        bodies = [b for b in orgs.bodies_of_kind(kind) if _inside(b, area) and reach.holds_body(b)]
        linked = 0
        for body in bodies:
            place = areas.area_by_id(body.area_id) if body.area_id else None
            if place is None:
                continue
            linked += 1
            steps = place.path.rstrip(".").split(".")
            if len(steps) > depth and int(steps[depth]) in below:
                counts = below[int(steps[depth])]
                counts[kind] = counts.get(kind, 0) + 1
        if bodies:
            share = sum(body.id in led for body in bodies)
            lines.append(CensusLine(kind, names.get(kind, kind), len(bodies), linked, share))
    order = [line.kind for line in lines]
    return Census(
        area,
        tuple(lines),
        tuple(
            CensusPart(
                part,
                tuple(below[part.id].get(kind, 0) for kind in order),
                sum(below[part.id].values()),
            )
            for part in parts
            if reach.holds_area(part.path)
        ),
        urban_communities(area, reach),
    )


def _inside(body: BodyRef, area: AreaRef) -> bool:
    """On the area or below it; bodies without an area belong to the whole city."""
    place = areas.area_by_id(body.area_id) if body.area_id else None
    return area.parent_id is None if place is None else place.path.startswith(area.path)


def urban_communities(area: AreaRef, reach: Reach) -> Coverage:
    """Communities of a city or town with and without a Party organisation on their own area.

    XY-02 is about urban communities: a village (an area of another kind) is not among them.
    """
    having = {
        body.area_id
        for body in orgs.bodies_of_kind(*kinds_of("party"))
        if body.area_id is not None and reach.holds_body(body)
    }
    pool = [
        body
        for body in orgs.bodies_of_kind(*kinds_of("community"))
        if _is_urban(body) and _inside(body, area) and reach.holds_body(body)
    ]
    covered = {body.id for body in pool if body.area_id in having}
    return rules.coverage([body.id for body in pool], covered)


def _is_urban(body: BodyRef) -> bool:
    place = areas.area_by_id(body.area_id) if body.area_id else None
    return place is not None and place.kind == "community"
