"""Who sees which picture: everybody what is shown, the keeper all of the community's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.evidence import reach
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet


class PictureQuerySet(ScopedQuerySet[Any]):
    """Shown ones are public; the sender sees the own, the community's desk what waits there."""

    def scope_for(self, actor: Actor) -> Q:
        found = Q(state="shown")
        if actor.kind == "resident" and actor.resident_id is not None:
            return found | Q(resident_id=actor.resident_id)
        ids = reach.keeper_ids(actor)
        return found | Q(community_id__in=ids) if ids else found
