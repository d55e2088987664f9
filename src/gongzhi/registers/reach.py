"""Which posts see which register, and how far: pure, the ground that the scope stands on."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.scope import Actor, outermost

# Who works with the people of an area: the register of people is for them alone (PIPL art. 6).
# A director reads figures; a dispatcher and a department reach a person only through an order.
PEOPLE_ROLES: Final = frozenset(
    {"grid_worker", "grid_head", "community_clerk", "community_secretary", "street_clerk"}
)
# Who needs to know places to send somebody there.
PLACE_ROLES: Final = PEOPLE_ROLES | {
    "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
    "street_director",
}  # fmt: skip
# Who says who answers for which home (ML-22): grid workers are named, they do not name each other.
HOME_DUTY_ROLES: Final = PEOPLE_ROLES - {"grid_worker"}
# Whoever keeps a facility or device in order sees it wherever it stands.
KEEPER_ROLES: Final = frozenset({"handler", "body_head"})
# The census of the Party is for the post of Party affairs alone (XY-02).
CENSUS_ROLES: Final = frozenset({"party_clerk"})
# Who brings a need of the community and somebody's skill together (XY-04).
TALENT_ROLES: Final = PEOPLE_ROLES | CENSUS_ROLES


def area_paths(actor: Actor, roles: frozenset[str]) -> tuple[str, ...]:
    """The subtrees of areas that an actor's posts in these roles reach; none for non-staff."""
    if actor.kind != "staff":
        return ()
    return outermost(p.area_path for p in actor.postings if p.role in roles)


def body_paths(actor: Actor, roles: frozenset[str]) -> tuple[str, ...]:
    """The same of bodies."""
    if actor.kind != "staff":
        return ()
    return outermost(p.body_path for p in actor.postings if p.role in roles)


def keeper_ids(actor: Actor) -> tuple[int, ...]:
    """Bodies in whose name the actor keeps facilities and devices."""
    if actor.kind != "staff":
        return ()
    return tuple(
        sorted(
            {p.body_id for p in actor.postings if p.role in KEEPER_ROLES and p.body_id is not None}
        )
    )
