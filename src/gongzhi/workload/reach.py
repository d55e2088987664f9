"""Who reads what is asked of communities, and who records it."""

from __future__ import annotations

from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import Reach, reach_of_posts
from gongzhi.orgs.selectors import BodyRef

# Whoever asks records it (the street, for itself and for departments); the community may add
# what nobody recorded, and is not asked to.
WRITERS: Final = frozenset(
    {"street_clerk", "street_director", "community_clerk", "community_secretary"}
)
READERS: Final = WRITERS | {"commander", "supervisor"}
COMMUNITY: Final = "community"
# A department says itself what it asks for; of what others ask it reads nothing.
ASKERS: Final = frozenset({"handler", "body_head"})
_ASKING_KIND: Final = "department"


def burden_reach(actor: Actor, roles: frozenset[str] = READERS) -> Reach:
    """Areas and bodies of the posts that read; nothing for everybody else."""
    return reach_of_posts(actor, roles)


def communities(actor: Actor, roles: frozenset[str] = WRITERS) -> list[BodyRef]:
    """The communities for which the actor records (or reads), by code."""
    reach = burden_reach(actor, roles)
    if reach.nothing:
        return []
    return [body for body in orgs.bodies_of_kind(COMMUNITY) if reach.holds_body(body)]


def asking_bodies(actor: Actor) -> list[BodyRef]:
    """The departments for which the actor says what they ask of communities."""
    if actor.kind != "staff":
        return []
    ids = {post.body_id for post in actor.postings_as(*ASKERS) if post.body_id is not None}
    found = (orgs.body_by_id(body_id) for body_id in sorted(ids))
    return [body for body in found if body is not None and body.kind == _ASKING_KIND]


def asked_communities(actor: Actor) -> list[BodyRef]:
    """Communities of whom the actor may record something: one's own, and whom one's body asks."""
    own = communities(actor)
    paths = []
    for body in asking_bodies(actor):
        place = areas.area_by_id(body.area_id) if body.area_id else areas.root_area()
        if place is not None:
            paths.append(place.path)
    if not paths:
        return own
    known = {body.id for body in own}
    return [
        body
        for body in orgs.bodies_of_kind(COMMUNITY)
        if body.id in known or any(_within(body, path) for path in paths)
    ]


def _within(body: BodyRef, path: str) -> bool:
    place = areas.area_by_id(body.area_id or 0)
    return place is not None and place.path.startswith(path)
