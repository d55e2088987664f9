"""Whose desk volunteers belong to, and which posts read the counts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import Reach, reach_of_posts
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import settings_or_none

# The community's own desk: it alone reads how volunteers call themselves.
KEEPERS: Final = frozenset({"community_clerk", "community_secretary"})
# Posts that read counts of their area, and pair units with communities.
WATCHERS: Final = frozenset({"street_director", "street_clerk", "party_clerk", "commander"})
PAIRERS: Final = frozenset({"community_secretary", "community_clerk", "party_clerk"})
# Who acts for a unit: reads what the people did who named it, and brings its list.
BRANCH: Final = "community_secretary"  # writes for the community's Party branch
UNIT_ROLES: Final = frozenset({"handler", "body_head"})
# The street's own desk has teams too.
STREET_ROLES: Final = frozenset({"street_clerk", "street_director"})
TEAM_KEEPERS: Final = KEEPERS | STREET_ROLES | UNIT_ROLES
READERS: Final = KEEPERS | WATCHERS | UNIT_ROLES


def keeper_ids(actor: Actor) -> tuple[int, ...]:
    """Communities in whose name the actor keeps volunteers and posts."""
    if actor.kind != "staff":
        return ()
    return tuple(sorted({p.body_id for p in actor.postings_as(*KEEPERS) if p.body_id}))


def unit_ids(actor: Actor) -> tuple[int, ...]:
    """Units for which the actor acts, of the kinds that check in here."""
    settings = settings_or_none()
    if actor.kind != "staff" or settings is None:
        return ()
    bodies = (orgs.body_by_id(p.body_id or 0) for p in actor.postings_as(*UNIT_ROLES))
    return tuple(sorted({b.id for b in bodies if b is not None and b.kind in settings.unit_kinds}))


def team_hosts(actor: Actor) -> list[BodyRef]:
    """Bodies whose teams the actor keeps: the own community, street or unit, by code."""
    if actor.kind != "staff":
        return []
    ids = {p.body_id for p in actor.postings_as(*STREET_ROLES) if p.body_id}
    found = (orgs.body_by_id(one) for one in {*ids, *keeper_ids(actor), *unit_ids(actor)})
    return sorted((body for body in found if body is not None), key=lambda body: body.code)


def watching(actor: Actor, roles: frozenset[str] = KEEPERS | WATCHERS) -> Reach:
    """How far the actor reads counts: other posts are put aside, the administrator sees none."""
    return reach_of_posts(actor, roles)


def own_community(actor: Actor, community_id: int | None = None) -> BodyRef:
    """The community in whose name the actor works; the first when none is named.

    NotFound for one that is not the actor's; Denied for an actor without any.
    """
    ids = keeper_ids(actor)
    if not ids:
        raise Denied(_("只有社区的岗位管理报到和志愿岗位。"))
    wanted = ids[0] if community_id is None else community_id
    body = orgs.body_by_id(wanted)
    if wanted not in ids or body is None:
        raise NotFound
    return body


def community_by_code(code: str) -> BodyRef:
    """A community that volunteers may check in at. NotFound for any other body."""
    body = orgs.body_by_code(code)
    if body is None or body.kind != "community":
        raise NotFound
    return body


def is_unit(body: BodyRef) -> bool:
    """Whether bodies of this kind check in at communities here."""
    settings = settings_or_none()
    return settings is not None and body.kind in settings.unit_kinds
