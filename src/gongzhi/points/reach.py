"""Whose posts keep the banks of which communities."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.scope import Actor

KEEPERS: Final = frozenset({"community_clerk", "community_secretary"})


def keeper_ids(actor: Actor) -> tuple[int, ...]:
    """Communities whose bank the actor keeps."""
    if actor.kind != "staff":
        return ()
    return tuple(sorted({p.body_id for p in actor.postings_as(*KEEPERS) if p.body_id}))
