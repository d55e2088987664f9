"""The community does not take a volunteer on this time (QJ-06)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.claiming import STANDING, locked_post, release
from gongzhi.volunteering.models import Claim
from gongzhi.volunteering.telling import tell


def decline_claim(*, actor: Actor, claim_id: int, why: str, at: datetime | None = None) -> int:
    """The community does not take somebody on this time, says why, and the next moves up.

    The post's id. NotFound outside of the community, Conflict (why) and after the beginning.
    """
    why, at = why.strip(), at or clock.now()
    if not why or len(why) > 200 or "\x00" in why:
        raise Conflict(_("请写原因，200字以内。"), "why")
    found = Claim.objects.visible_to(actor).filter(pk=claim_id).first()
    if found is None or actor.kind != "staff":
        raise NotFound
    with transaction.atomic():
        post = locked_post(found.post_id)
        claim = Claim.objects.visible_to(actor).select_for_update().get(pk=claim_id)
        if claim.state not in STANDING or post.during.lower <= at:
            raise Conflict(_("这个人已经不在名单上，或岗位已经开始。"))
        claim.why = why
        release(post, claim, Claim.State.DECLINED, at=at)
        tell(claim.resident_id, "post_declined", post, reason=why, at=at)
    return int(post.pk)
