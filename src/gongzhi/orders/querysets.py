"""Which orders an actor may see. Every query of the product starts here."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.scoped_orm import ScopedQuerySet

# Roles that see every order of their area, and roles that see what their body has a part in.
AREA_ROLES = frozenset(
    {
        "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
        "street_clerk", "street_director", "community_clerk", "community_secretary",
        "grid_worker", "grid_head",
    }
)  # fmt: skip
BODY_ROLES = frozenset({"handler", "body_head"}) | AREA_ROLES


class OrderQuerySet(ScopedQuerySet[Any]):
    """Orders within a scope; `visible_to` adds the filter and the marker for the guard."""

    def scope_for(self, actor: Actor) -> Q:
        """Staff: their areas, and whatever their bodies have a part in. Residents: their own and
        what they support. Programs: like the user of their key. Everybody else: the public view.
        """
        if actor.kind == "resident" and actor.resident_id:
            return Q(reporter_id=actor.resident_id) | Q(pk__in=self._supported(actor.resident_id))
        if actor.kind in {"staff", "api"}:
            return staff_filter(actor)
        return published_filter()

    def published(self) -> Self:
        """What anybody may see; callers show public fields only (Beijing art. 14, PIPL 25)."""
        return self.filter(published_filter()).marked()

    def open(self) -> Self:
        return self.exclude(phase="closed")

    def in_area(self, path: str) -> Self:
        low, high = subtree(path)
        return self.filter(area_path__gte=low, area_path__lt=high)

    @staticmethod
    def _supported(resident_id: int) -> Any:
        from .models import Support

        return Support.objects.filter(resident_id=resident_id).values("order_id")


def published_filter() -> Q:
    return Q(published=True)


def staff_filter(actor: Actor) -> Q:
    """Orders of the postings' areas, or with a part of the postings' bodies."""
    from .models import OrderParty

    wanted = Q(pk__in=[])
    bodies: set[int] = set()
    for posting in actor.postings:
        if posting.role in AREA_ROLES and posting.area_path:
            low, high = subtree(posting.area_path)
            wanted |= Q(area_path__gte=low, area_path__lt=high)
        if posting.role in BODY_ROLES and posting.body_id:
            bodies.add(posting.body_id)
    if bodies:
        part = OrderParty.objects.filter(order_id=OuterRef("pk"), body_id__in=sorted(bodies))
        wanted |= Q(Exists(part))
    return wanted & ~Q(state="draft")
