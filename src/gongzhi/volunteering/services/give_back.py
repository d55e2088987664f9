"""A volunteer gives a place back (QJ-06)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.claiming import STANDING, locked_post, release
from gongzhi.volunteering.models import Claim


def give_back(*, actor: Actor, post_id: int, at: datetime | None = None) -> None:
    """Free, without a reason, until the shift begins. The first who waits moves up and is told."""
    at = at or clock.now()
    if actor.kind != "resident":
        raise Denied
    with transaction.atomic():
        post = locked_post(post_id)
        claim = (
            Claim.objects.visible_to(actor)
            .select_for_update()
            .filter(post=post, state__in=STANDING)
            .first()
        )
        if claim is None:
            raise Conflict(_("您没有报这个岗位，或者已经退了。"))
        if post.during.lower <= at:
            raise Conflict(_("岗位已经开始，来不了请告诉社区。"))
        release(post, claim, Claim.State.GIVEN_BACK, at=at)
