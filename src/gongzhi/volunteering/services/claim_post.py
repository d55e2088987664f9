"""A volunteer claims a place (QJ-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.claiming import enrolled, standing_claim
from gongzhi.volunteering.models import Claim, Enrolment, Post

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


def _take(me: Enrolment, post: Post, *, seq: int, place: bool, at: datetime) -> Claim:
    row = Claim(
        resident_id=me.resident_id, post=post, unit_id=me.unit_id, name_sealed=me.name_sealed,
        during=post.during, state=Claim.State.PLACE if place else Claim.State.WAITING, seq=seq,
        at=at, is_demo=me.is_demo,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
