"""Who may read the rows of residents: the person, and nobody by browsing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet

NOBODY = Q(pk__in=())


class ResidentQuerySet(ScopedQuerySet[Any]):
    """Residents are read by themselves. Staff reach one only through an order and a logged look."""

    def scope_for(self, actor: Actor) -> Q:
        """The resident's own row; no row for staff, programs and the public (PIPL art. 6)."""
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(pk=actor.resident_id, left_at=None)
        return NOBODY
