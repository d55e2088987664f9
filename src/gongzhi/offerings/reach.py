"""Who keeps and who reads the three lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import NOWHERE, Reach, reach_of
from gongzhi.orgs.selectors import BodyRef

# Communities and their street keep needs, units what they offer; both say what came of it.
KEEPERS: Final = frozenset(
    {"community_clerk", "community_secretary", "street_clerk", "body_head", "handler"}
)
OF_A_BODY: Final = frozenset({"body_head", "handler"})
READERS: Final = KEEPERS | {"street_director", "commander", "supervisor"}
# Needs and offers of these kinds of bodies; what is carried out may be led by any of them.
KINDS: Final = (
    "community", "street", "unit", "association", "squad", "property", "new_sector", "department",
)  # fmt: skip


def lists_reach(actor: Actor, roles: frozenset[str] = READERS) -> Reach:
    """Areas and bodies of the posts that read; nothing for everybody else."""
    if actor.is_system:
        return reach_of(actor, roles)
    if actor.kind != "staff" or not actor.has_role(*roles):
        return NOWHERE
    # Other posts are put aside: reach_of lets a system administrator see everything. Whoever
    # handles for a unit stands for that unit, however wide the area of its post is.
    posts = tuple(
        replace(post, area_id=None, area_path="") if post.role in OF_A_BODY else post
        for post in actor.postings_as(*roles)
    )
    return reach_of(replace(actor, postings=posts), roles)


def kept_bodies(actor: Actor) -> list[BodyRef]:
    """The bodies for which the actor keeps the lists, by code."""
    reach = lists_reach(actor, KEEPERS)
    if reach.nothing:
        return []
    return [body for body in orgs.bodies_of_kind(*KINDS) if reach.holds_body(body)]
