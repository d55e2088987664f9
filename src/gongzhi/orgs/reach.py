"""How far a post of Party affairs reaches: which bodies and areas an actor may read and write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.areas import selectors as areas
from gongzhi.areas.models import AreaVersion
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor, covers, outermost, subtree
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models.body import Body, BodyArea

# Who reads names and Party affairs; of them the commander reads only.
WRITERS = frozenset({"party_clerk", "community_secretary", "street_director"})
READERS = WRITERS | {"commander"}
PARTY_ROLES = READERS | {"sysadmin"}


@dataclass(frozen=True)
class Reach:
    """Subtrees of areas and bodies; `everything` for the system and the system administrator."""

    area_paths: tuple[str, ...] = ()
    body_paths: tuple[str, ...] = ()
    everything: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.area_paths or self.body_paths)

    def holds_area(self, path: str) -> bool:
        """Whether the area at this path lies inside."""
        return self.everything or any(covers(above, path) for above in self.area_paths)

    def holds_body(self, body: orgs.BodyRef) -> bool:
        """Whether a body lies inside: by its own path, or by an area that it answers for."""
        if self.everything or any(covers(above, body.path) for above in self.body_paths):
            return True
        found = (areas.area_by_id(area_id) for area_id in orgs.areas_of(body.id))
        return any(area is not None and self.holds_area(area.path) for area in found)


NOWHERE = Reach()
EVERYWHERE = Reach(everything=True)


def reach_of(actor: Actor, roles: frozenset[str] = READERS) -> Reach:
    """The reach of an actor's postings in these roles (those who may read names)."""
    if actor.is_system or (actor.kind == "staff" and actor.has_role("sysadmin")):
        return EVERYWHERE
    if actor.kind != "staff":
        return NOWHERE
    posts = actor.postings_as(*roles)
    if any(post.area_path.count(".") == 1 for post in posts):
        return EVERYWHERE  # a post for the root area: the whole city, bodies without an area too
    return Reach(
        area_paths=outermost(post.area_path for post in posts),
        body_paths=outermost(post.body_path for post in posts),
    )


def reach_of_posts(actor: Actor, roles: frozenset[str]) -> Reach:
    """The reach of these posts of staff alone: a system administrator sees no more by that post."""
    if actor.kind != "staff" or not actor.has_role(*roles):
        return NOWHERE
    return reach_of(replace(actor, postings=actor.postings_as(*roles)), roles)


def writing_reach(actor: Actor) -> Reach:
    """Where an actor may record something."""
    return reach_of(actor, WRITERS)


def area_ids_within(reach: Reach) -> QuerySet[Any]:
    """Ids of today's areas inside the reach, as a subquery."""
    found = Q(pk__in=[])
    for path in reach.area_paths:
        low, high = subtree(path)
        found |= Q(path__gte=low, path__lt=high)
    today = clock.today()
    return AreaVersion.objects.filter(found, valid__contains=today).values("area_id")


def body_ids_within(reach: Reach) -> QuerySet[Any]:
    """Ids of the bodies inside the reach, as a subquery."""
    inside = area_ids_within(reach)
    served = BodyArea.objects.filter(area_id__in=inside).values("body_id")
    found = Q(area_id__in=inside) | Q(pk__in=served)
    for path in reach.body_paths:
        low, high = subtree(path)
        found |= Q(path__gte=low, path__lt=high)
    return Body.objects.filter(found).values("pk")
