"""Who sees which row of volunteering. Names are for the community's own desk and the person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs.reach import body_ids_within
from gongzhi.registers.querysets import NOBODY
from gongzhi.volunteering import reach


class CheckinQuerySet(ScopedQuerySet[Any]):
    """Units at communities: of the community, of posts above it, and of the unit itself."""

    def scope_for(self, actor: Actor) -> Q:
        found = Q(unit_id__in=reach.unit_ids(actor)) | Q(community_id__in=reach.keeper_ids(actor))
        wide = reach.watching(actor)
        if wide.everything:
            return Q()
        return found if wide.nothing else found | Q(community_id__in=body_ids_within(wide))


class VolunteerQuerySet(ScopedQuerySet[Any]):
    """Who enrolled: the person, and the community that was chosen; nobody above, no unit."""

    community = "community_id"

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        ids = reach.keeper_ids(actor)
        return Q(**{f"{self.community}__in": ids}) if ids else NOBODY


class ClaimQuerySet(VolunteerQuerySet):
    """Places taken: the person, and the community that offers the post."""

    community = "post__community_id"


class TeamMemberQuerySet(VolunteerQuerySet):
    """Who joined: the person, and the community that has the team; others count."""

    community = "team__host_id"


class InvitationQuerySet(ScopedQuerySet[Any]):
    """What a unit's list left: the unit reads how many; whom it concerns finds it by the phone."""

    def scope_for(self, actor: Actor) -> Q:
        ids = reach.unit_ids(actor)
        return Q(unit_id__in=ids) if ids else NOBODY


class OwnPaperQuerySet(ScopedQuerySet[Any]):
    """Certificates: of the person; whoever holds a code reads by `marked()`."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        return NOBODY


class NobodysQuerySet(ScopedQuerySet[Any]):
    """What the system alone compares with."""

    def scope_for(self, actor: Actor) -> Q:
        return NOBODY


class WordQuerySet(ScopedQuerySet[Any]):
    """Words on services: the people whom they concern, who wrote them, the community's own desk."""

    def scope_for(self, actor: Actor) -> Q:
        from gongzhi.volunteering.models import Claim

        if actor.kind == "resident" and actor.resident_id is not None:
            done = Claim.objects.visible_to(actor).filter(minutes__gt=0)
            served = Q(claim=None, post_id__in=done.values("post_id"))
            return served | Q(claim_id__in=done.values("pk")) | Q(resident_id=actor.resident_id)
        ids = reach.keeper_ids(actor)
        return Q(post__community_id__in=ids) if ids else NOBODY


class ReplyQuerySet(ScopedQuerySet[Any]):
    """Answers: of who gave them, and the community's own desk."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        ids = reach.keeper_ids(actor)
        return Q(word__post__community_id__in=ids) if ids else NOBODY
