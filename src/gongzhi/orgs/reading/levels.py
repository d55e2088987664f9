"""The Party tree beside the grid tree, node to node (ML-03, QA-03, QJ-03, XY-08)."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names, kinds_of
from gongzhi.orgs.selectors import BodyRef

OFFICES = ("government", "street", "community")
UPPER = "upper"  # a kind of bodies above the city: on no area of its own


@dataclass(frozen=True)
class LevelCount:
    """How many bodies of a kind there are in view, and how many stand on an area's node."""

    kind: str
    name: str
    count: int
    linked: int


@dataclass(frozen=True)
class Node:
    """An area and the bodies on its node: Party organisations, joint bodies and leading groups.

    `inside` counts the Party organisations on the node and on everything below it.
    """

    area: AreaRef
    party: tuple[BodyRef, ...]
    joint: tuple[BodyRef, ...]
    office: tuple[BodyRef, ...]
    inside: int = 0


@dataclass(frozen=True)
class Levels:
    """One area with the nodes directly below it; `upper` are bodies above the whole city."""

    upper: tuple[BodyRef, ...]
    chain: tuple[Node, ...]
    below: tuple[Node, ...]
    counts: tuple[LevelCount, ...]


def levels(area: AreaRef) -> Levels:
    """From the top down to the area, the areas below, and what there is in all of it."""
    on: dict[int, list[BodyRef]] = {}
    names = kind_names()
    party, joint = kinds_of("party"), (*kinds_of("leading"), *kinds_of("joint"))
    shown = dict.fromkeys([*kinds_of("leading"), *party, *joint])
    counts = []
    sums: dict[int, int] = {}
    for kind in shown:
        linked = total = 0
        for body in orgs.bodies_of_kind(kind):
            place = areas.area_by_id(body.area_id) if body.area_id else None
            if place is None:
                total += area.parent_id is None  # of the whole city, but on no node
                continue
            inside = place.path.startswith(area.path)
            if kind in party:
                for part in place.path.rstrip(".").split("."):
                    sums[int(part)] = sums.get(int(part), 0) + 1
            total += inside
            linked += inside
            if inside or area.path.startswith(place.path):
                on.setdefault(place.id, []).append(body)
        if total:
            counts.append(LevelCount(kind, names.get(kind, kind), total, linked))
    offices: dict[int, list[BodyRef]] = {}
    for body in orgs.bodies_of_kind(*OFFICES):
        if body.area_id is not None:
            offices.setdefault(body.area_id, []).append(body)
    chain = tuple(_node(one, on, offices, party, sums) for one in areas.ancestors(area.path))
    below = tuple(_node(one, on, offices, party, sums) for one in areas.children(area.id))
    return Levels(tuple(orgs.bodies_of_kind(UPPER)), chain, below, tuple(counts))


def _node(
    area: AreaRef,
    on: dict[int, list[BodyRef]],
    offices: dict[int, list[BodyRef]],
    party: tuple[str, ...],
    sums: dict[int, int],
) -> Node:
    found = on.get(area.id, [])
    # Below the branch of a grid stand groups and centre households: counted, not listed here.
    heads = [b for b in found if b.kind in party and not _under_same(b)]
    others = [b for b in found if b.kind not in party]
    office = tuple(offices.get(area.id, ()))
    return Node(area, tuple(heads), tuple(others), office, sums.get(area.id, 0))


def _under_same(body: BodyRef) -> bool:
    above = orgs.body_by_id(body.parent_id) if body.parent_id else None
    return above is not None and above.area_id == body.area_id
