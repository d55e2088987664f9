"""Places of a post and turns in its waiting list (QJ-06): what every service that changes them needs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.volunteering.models import Claim, Enrolment, Post
from gongzhi.volunteering.telling import tell

STANDING: Final = (Claim.State.PLACE, Claim.State.WAITING)


def enrolled(actor: Actor) -> Enrolment:
    """The person's standing enrolment. Denied for who is no volunteer."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    row: Enrolment | None = Enrolment.objects.visible_to(actor).filter(ended_at=None).first()
    if row is None:
        raise Denied(_("请先到社区报到，再认领岗位。"))
    return row


def standing_claim(actor: Actor, post_id: int) -> Claim | None:
    """The place or turn that the person has in a post."""
    found: Claim | None = (
        Claim.objects.visible_to(actor).filter(post_id=post_id, state__in=STANDING).first()
    )
    return found


def locked_post(post_id: int) -> Post:
    """The post, locked: whoever changes claims locks their post first. NotFound."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post


def release(post: Post, claim: Claim, state: str, *, at: datetime) -> None:
    """Take a claim off the (locked) post's list; a free place goes to the first who waits."""
    held = claim.state == Claim.State.PLACE
    claim.state, claim.swap_code = state, None
    claim.save(update_fields=["state", "why", "swap_code"])
    if not held:
        return
    following = (
        Claim.objects.visible_to(SYSTEM)
        .select_for_update()
        .filter(post=post, state=Claim.State.WAITING)
        .order_by("seq")
        .first()
    )
    if following is None:
        post.taken -= 1
        post.save(update_fields=["taken"])
        return
    following.state = Claim.State.PLACE
    following.save(update_fields=["state"])
    tell(following.resident_id, "post_promoted", post, at=at, once=str(following.seq))
