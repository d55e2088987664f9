"""Who keeps stations and rooms, and who reads their register."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import Reach, reach_of_posts
from gongzhi.orgs.selectors import BodyRef

KEEPERS: Final = frozenset(
    {"street_clerk", "street_director", "community_clerk", "community_secretary"}
)
READERS: Final = KEEPERS | {"commander", "supervisor"}
KINDS: Final = ("community", "street")


def venue_reach(actor: Actor, roles: frozenset[str] = READERS) -> Reach:
    """Areas and bodies of the posts that read (or keep); nothing for everybody else."""
    return reach_of_posts(actor, roles)


def communities(actor: Actor, roles: frozenset[str] = KEEPERS) -> list[BodyRef]:
    """The communities (and streets) whose stations the actor keeps or reads, by code."""
    reach = venue_reach(actor, roles)
    if reach.nothing:
        return []
    return [body for body in orgs.bodies_of_kind(*KINDS) if reach.holds_body(body)]


def keeps(actor: Actor, body_id: int) -> bool:
    """Whether the actor keeps what stands at a body."""
    body = orgs.body_by_id(body_id)
    return body is not None and venue_reach(actor, KEEPERS).holds_body(body)


def must_keep(actor: Actor, body_id: int) -> None:
    """Denied without the post; NotFound for another's: the two are told apart by the post only."""
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied
    if not keeps(actor, body_id):
        raise NotFound
