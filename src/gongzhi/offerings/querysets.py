"""Who sees an entry of the three lists, and what residents ask of each other."""

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


class PledgeQuerySet(ScopedQuerySet[Any]):
    """Who took a wish upon themselves: the person, and the community that passes things on."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.is_system:
            return Q()
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        posts = actor.postings_as("community_clerk", "community_secretary")
        return Q(body_id__in=[post.body_id for post in posts if post.body_id])


class SeriesQuerySet(ScopedQuerySet[Any]):
    """Orders that recur: the person whose they are, and the community that answers for them."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.is_system:
            return Q()
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        posts = actor.postings_as("community_clerk", "community_secretary")
        return Q(body_id__in=[post.body_id for post in posts if post.body_id])


class PurchaseQuerySet(ScopedQuerySet[Any]):
    """Projects of services that are bought, by the bodies that have a part in them."""

    def scope_for(self, actor: Actor) -> Q:
        """Who buys, who serves, where it is served, and whoever is above them."""
        reach = lists_reach(actor)
        if reach.everything:
            return Q()
        if reach.nothing:
            return Q(pk__in=())
        inside = body_ids_within(reach)
        return Q(buyer_id__in=inside) | Q(contractor_id__in=inside) | Q(body_id__in=inside)
