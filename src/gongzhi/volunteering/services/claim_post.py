"""A volunteer claims a place, gives it back; who waits moves up (QJ-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.volunteering.models import Claim, Enrolment, Post
from gongzhi.volunteering.telling import tell

STANDING: Final = (Claim.State.PLACE, Claim.State.WAITING)

# The row is locked first, so that whoever comes at the same moment gets the next turn; a place is
# given exactly while one is free. Nothing comes back when the post is closed or gone.
_TURN: Final = """
UPDATE volunteering_post p
   SET asked = p.asked + 1, taken = p.taken + CASE WHEN o.free THEN 1 ELSE 0 END
  FROM (SELECT id, taken < places AS free FROM volunteering_post
         WHERE id = %(post)s AND cancelled_at IS NULL AND claim_until > %(at)s FOR UPDATE) o
 WHERE p.id = o.id
RETURNING p.asked, o.free
"""


def claim_post(*, actor: Actor, post_id: int, at: datetime | None = None) -> Claim:
    """A place while there is one, else a turn in the waiting list. A repeat gets the first answer.

    Denied for who is no volunteer, NotFound, Conflict after the deadline, for a cancelled post and
    for a shift that overlaps another of the person.
    """
    at = at or clock.now()
    me = enrolled(actor)
    before = standing_claim(actor, post_id)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            post = Post.objects.filter(pk=post_id).first()
            if post is None:
                raise NotFound
            with connection.cursor() as cursor:
                cursor.execute(_TURN, {"post": post_id, "at": at})
                turn = cursor.fetchone()
            if turn is None:
                raise Conflict(
                    _("这个岗位已经取消了。") if post.cancelled_at else _("报名已经截止。")
                )
            return _take(me, post, seq=turn[0], place=turn[1], at=at)
    except IntegrityError:
        again = standing_claim(actor, post_id)  # a double tap: the other one was first
        if again is not None:
            return again
        raise Conflict(_("这个时间您已经报了别的岗位，请先退掉那一个。")) from None


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


def _take(me: Enrolment, post: Post, *, seq: int, place: bool, at: datetime) -> Claim:
    row = Claim(
        resident_id=me.resident_id, post=post, unit_id=me.unit_id, name_sealed=me.name_sealed,
        during=post.during, state=Claim.State.PLACE if place else Claim.State.WAITING, seq=seq,
        at=at, is_demo=me.is_demo,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


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


def confirm_claims(*, actor: Actor, post_id: int, at: datetime | None = None) -> int:
    """The community says that it counts on everybody with a place; each is told once. How many."""
    from gongzhi.volunteering.services.publish_post import own_post

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
