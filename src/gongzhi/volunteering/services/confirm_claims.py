"""The community tells everybody with a place that it counts on them (QJ-06)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.models import Claim
from gongzhi.volunteering.services.publish_post import own_post
from gongzhi.volunteering.telling import tell


def confirm_claims(*, actor: Actor, post_id: int, at: datetime | None = None) -> int:
    """The community says that it counts on everybody with a place; each is told once. How many."""
    at = at or clock.now()
    with transaction.atomic():
        post = own_post(actor, post_id, lock=True)
        rows = Claim.objects.visible_to(actor).filter(
            post=post, state=Claim.State.PLACE, confirmed_at=None
        )
        people = list(rows.values_list("resident_id", flat=True))
        rows.update(confirmed_at=at)
        for resident_id in people:
            tell(resident_id, "post_confirmed", post, at=at)
    return len(people)
