"""A place passes to somebody else, or two people exchange theirs; both have said so (QJ-06)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.volunteering.claiming import STANDING, enrolled, locked_post
from gongzhi.volunteering.models import Claim, Enrolment, Post
from gongzhi.volunteering.telling import tell


def offer_swap(*, actor: Actor, post_id: int, swap_for: int | None = None) -> str:
    """A code that somebody may take the place with; with `swap_for` only in exchange for a place
    in that post. Made anew each time; the old one ends. Conflict without a place, and for a
    place that somebody waits for: it is given back, in the order of the list.
    """
    if actor.kind != "resident":
        raise Denied
    with transaction.atomic():
        claim = (
            Claim.objects.visible_to(actor)
            .select_for_update()
            .filter(post_id=post_id, state=Claim.State.PLACE)
            .first()
        )
        if claim is None or claim.during.lower <= clock.now():
            raise Conflict(_("您没有这个岗位的名额，或岗位已经开始。"))
        if swap_for is not None and (
            swap_for == post_id or not Post.objects.filter(pk=swap_for, cancelled_at=None).exists()
        ):
            raise Conflict(_("请另选一个岗位来换。"))
        if swap_for is None and _waited_for(post_id):
            raise Conflict(_("这个岗位有人在候补，请直接退掉，名额按先后给候补的人。"))
        claim.swap_code, claim.swap_for_id = secrets.token_urlsafe(12), swap_for
        claim.save(update_fields=["swap_code", "swap_for"])
    return str(claim.swap_code)


def offered(code: str) -> Claim:
    """The claim that a code stands for. NotFound for none: the code itself is the scope."""
    claim: Claim | None = None
    if code and "\x00" not in code:
        claim = (
            Claim.objects.marked()
            .select_related("post")
            .filter(swap_code=code, state=Claim.State.PLACE)
            .first()
        )
    if claim is None:
        raise NotFound
    return claim


def take_swap(*, actor: Actor, code: str, at: datetime | None = None) -> Claim:
    """The place is the actor's now. Denied for who is no volunteer, NotFound for an old code,
    Conflict when somebody waits for the place (it is given back then, in the order of the list),
    for an overlap, without the place that is asked in exchange, or after the beginning.
    """
    at = at or clock.now()
    me, seen = enrolled(actor), offered(code)
    try:
        with transaction.atomic():
            posts = {
                number: locked_post(number)
                for number in sorted(
                    {seen.post_id} | ({seen.swap_for_id} if seen.swap_for_id else set())
                )
            }
            theirs = Claim.objects.marked().select_for_update().get(pk=seen.pk)
            if theirs.swap_code != code or theirs.state != Claim.State.PLACE:
                raise NotFound
            if theirs.resident_id == me.resident_id:
                raise Conflict(_("这是您自己的名额。"))
            if any(post.during.lower <= at for post in posts.values()):
                raise Conflict(_("岗位已经开始，换不了了。"))
            if theirs.swap_for_id is None:
                return _pass_on(theirs, me, posts[theirs.post_id], at)
            return _exchange(theirs, me, posts, at)
    except IntegrityError:
        raise Conflict(_("换了以后时间会冲突，没有换。")) from None


def _waited_for(post_id: int) -> bool:
    waiting = Claim.objects.visible_to(SYSTEM).filter(post_id=post_id, state=Claim.State.WAITING)
    return waiting.exists()


def _pass_on(theirs: Claim, me: Enrolment, post: Post, at: datetime) -> Claim:
    if _waited_for(post.pk):
        raise Conflict(_("这个岗位有人在候补，名额要按先后给，不能这样换。"))
    _leave(theirs)
    mine = _arrive(me, theirs, post, at)
    tell(theirs.resident_id, "post_swapped", post, at=at, once=str(mine.seq))
    return mine


def _exchange(theirs: Claim, me: Enrolment, posts: dict[int, Post], at: datetime) -> Claim:
    other = posts[theirs.swap_for_id or 0]
    own = (
        Claim.objects.visible_to(SYSTEM)
        .select_for_update()
        .filter(post=other, resident_id=me.resident_id, state=Claim.State.PLACE)
        .first()
    )
    if own is None:
        raise Conflict(_("要用“%(title)s”的名额来换，您没有。") % {"title": other.title})
    them = (
        Enrolment.objects.visible_to(SYSTEM)
        .filter(resident_id=theirs.resident_id, ended_at=None)
        .first()
    )
    if them is None:
        raise NotFound
    _leave(theirs)
    _leave(own)
    mine = _arrive(me, theirs, posts[theirs.post_id], at)
    _arrive(them, own, other, at)
    tell(theirs.resident_id, "post_swapped", other, at=at, once=str(mine.seq))
    return mine


def _leave(claim: Claim) -> None:
    claim.state, claim.swap_code = Claim.State.GIVEN_BACK, None
    claim.save(update_fields=["state", "swap_code"])


def _arrive(who: Enrolment, before: Claim, post: Post, at: datetime) -> Claim:
    """A claim of its own, so that what each did stays with each; `taken` is as it was."""
    standing = Claim.objects.visible_to(SYSTEM).filter(
        post=post, resident_id=who.resident_id, state__in=STANDING
    )
    if standing.exists():
        raise Conflict(_("这个岗位已经有您的名字了。"))
    post.asked += 1
    post.save(update_fields=["asked"])
    row = Claim(
        resident_id=who.resident_id, post=post, unit_id=who.unit_id, name_sealed=who.name_sealed,
        during=before.during, state=Claim.State.PLACE, seq=post.asked, at=at, is_demo=who.is_demo,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
