"""Who keeps a community's wall."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

KEEPERS: Final = frozenset({"community_clerk", "community_secretary"})


def keeper_ids(actor: Actor) -> tuple[int, ...]:
    """Communities whose wall the actor keeps."""
    if actor.kind != "staff":
        return ()
    return tuple(sorted({p.body_id for p in actor.postings_as(*KEEPERS) if p.body_id}))


def own_community(actor: Actor) -> BodyRef:
    """The community in whose name the actor works. Denied for other posts."""
    ids = keeper_ids(actor)
    body = orgs.body_by_id(ids[0]) if ids else None
    if body is None:
        raise Denied
    return body
