"""Who sees an entry of the three lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.offerings.reach import lists_reach
from gongzhi.orgs.reach import body_ids_within


class EntryQuerySet(ScopedQuerySet[Any]):
    """Entries, by the bodies that have a part in them."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts of the bodies that keep, lead or support it, and of those above them; what is

        offered is there to be found, so whoever reads lists at all reads every offer.
        """
        reach = lists_reach(actor)
        if reach.everything:
            return Q()
        if reach.nothing:
            return Q(pk__in=())
        inside = body_ids_within(reach)
        return Q(side="offer") | Q(body_id__in=inside) | Q(support_id__in=inside)
