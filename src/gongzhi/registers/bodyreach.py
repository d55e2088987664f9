"""How far posts reach that stand at a body: the census of the Party, and saved questions."""

from __future__ import annotations

from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor, outermost
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import Reach, reach_of_posts
from gongzhi.registers.reach import CENSUS_ROLES, TALENT_ROLES, area_paths

# Who asks a register instead of sending a form to communities (ML-18): of their own areas.
AREA_ASKERS: Final = TALENT_ROLES | {"street_director", "commander"}
# A department asks for the area that it stands for; firms and squads ask nothing.
BODY_ASKERS: Final = frozenset({"handler", "body_head"})
ASKERS: Final = AREA_ASKERS | BODY_ASKERS
_ASKING_KINDS: Final = frozenset({"department"})


def party_reach(actor: Actor) -> Reach:
    """Bodies and areas of the actor's posts for Party affairs; of nobody else, whoever it is."""
    return reach_of_posts(actor, CENSUS_ROLES)


def asking_paths(actor: Actor) -> tuple[str, ...]:
    """The subtrees of areas for which an actor asks and answers; none for non-staff."""
    if actor.kind != "staff":
        return ()
    found = set(area_paths(actor, AREA_ASKERS))
    for post in actor.postings_as(*BODY_ASKERS):
        body = orgs.body_by_id(post.body_id) if post.body_id is not None else None
        if body is not None and body.kind in _ASKING_KINDS:
            place = areas.area_by_id(body.area_id) if body.area_id else areas.root_area()
            if place is not None:
                found.add(place.path)
    return outermost(found)
