"""Who reads what is asked of communities, and who records it."""

from __future__ import annotations

from typing import Final

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


def burden_reach(actor: Actor, roles: frozenset[str] = READERS) -> Reach:
    """Areas and bodies of the posts that read; nothing for everybody else."""
    return reach_of_posts(actor, roles)


def communities(actor: Actor, roles: frozenset[str] = WRITERS) -> list[BodyRef]:
    """The communities for which the actor records (or reads), by code."""
    reach = burden_reach(actor, roles)
    if reach.nothing:
        return []
    return [body for body in orgs.bodies_of_kind(COMMUNITY) if reach.holds_body(body)]
