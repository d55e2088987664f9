"""Who sees what field duties brought."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from gongzhi.fieldwork import reach
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.querysets import NOBODY, within


class HomeBoundQuerySet(ScopedQuerySet[Any]):
    """What belongs to a home stands where the home stands today, also after a change of borders."""

    home = "home__area_path"

    def scope_for(self, actor: Actor) -> Q:
        """Posts that visit there: a need is known at the door, so that nobody asks it again."""
        return within(self.home, reach.visit_paths(actor))

    def gathered_by(self, actor: Actor) -> Self:
        """Of these, the ones of the actor's own community desk."""
        return self.visible_to(actor).filter(within(self.home, reach.gather_paths(actor)))


class CorrectionQuerySet(HomeBoundQuerySet):
    """Corrections that were kept instead of written: read by the community's desk alone."""

    home = "visit__home__area_path"

    def scope_for(self, actor: Actor) -> Q:
        return within(self.home, reach.gather_paths(actor))


class TalkQuerySet(ScopedQuerySet[Any]):
    """Talks: of the posts of the community that received the resident, and of nobody else."""

    def scope_for(self, actor: Actor) -> Q:
        """Also of a community that went up in one's own."""
        bodies = reach.receiving_bodies(actor)
        if not bodies:
            return NOBODY
        return Q(body_id__in=bodies) | Q(body_id__in=orgs.ended_into(bodies))
