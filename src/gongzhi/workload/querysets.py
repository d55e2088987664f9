"""Who sees what is asked of communities."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs.reach import body_ids_within
from gongzhi.workload.reach import asking_bodies, burden_reach


class BurdenQuerySet(ScopedQuerySet[Any]):
    """Burdens, by the community that bears them."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts of the community itself and of those above it; a department what it asks for."""
        reach = burden_reach(actor)
        if reach.everything:
            return Q()
        found = Q(pk__in=()) if reach.nothing else Q(body_id__in=body_ids_within(reach))
        asking = [body.id for body in asking_bodies(actor)]
        return found | Q(asker_id__in=asking) if asking else found
