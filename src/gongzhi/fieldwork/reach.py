"""Which posts do field duties, and which gather what they bring."""

from __future__ import annotations

from typing import Final

from gongzhi.accounts.login.idle import FIELD_ROLES
from gongzhi.kernel.scope import Actor
from gongzhi.registers.reach import area_paths

# The community's own desk: where needs are gathered and residents received.
GATHER_ROLES: Final = frozenset({"community_clerk", "community_secretary"})
# Whoever goes from door to door and round the grid.
VISIT_ROLES: Final = FIELD_ROLES | GATHER_ROLES


def visit_paths(actor: Actor) -> tuple[str, ...]:
    """The subtrees of areas whose homes the actor visits."""
    return area_paths(actor, VISIT_ROLES)


def gather_paths(actor: Actor) -> tuple[str, ...]:
    """The subtrees whose needs the actor gathers."""
    return area_paths(actor, GATHER_ROLES)


def receiving_bodies(actor: Actor) -> tuple[int, ...]:
    """Communities in whose name the actor receives residents and reads the records of it."""
    return tuple(sorted({p.body_id for p in actor.postings_as(*GATHER_ROLES) if p.body_id}))
