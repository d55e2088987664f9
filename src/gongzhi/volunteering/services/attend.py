"""Check in and out: by the code that is shown there, or by the place that the phone compared.

The organiser's word is an equal way (services/settle.py). All times are the server's: a phone's
clock decides nothing. What does not fit is kept and flagged, so that a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.codes import is_fresh, proof_holds, read_code
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.rules import credited_minutes

Near = Literal["yes", "no", ""]


@dataclass(frozen=True)
class Attended:
    """What a check came to: the claim, whether the person came or went, and if somebody decides."""

    claim: Claim
    step: Literal["in", "out"]

    @property
    def flagged(self) -> bool:
        return self.claim.flag != ""


def check_by_code(
    *, actor: Actor, code: str, near: Near = "", proof: str = "", at: datetime | None = None
) -> Attended:
    """The first good code checks in, the next out. A code of before counts from its own moment and
    is left to the organiser (there was no network); an older one is refused. Denied, Invalid
    (`code`), Conflict. `proof`: the person saw this code while it was fresh (codes.proof_of).
    """
    at, settings = at or clock.now(), volunteer_settings().check_in
    resident_id = _resident(actor)
    shown = read_code(code, seconds=settings.code_seconds)
    if shown is None:
        raise Invalid(_("这不是签到码，请扫现场显示的码。"), "code")
    if is_fresh(shown, at=at, seconds=settings.code_seconds) or proof_holds(
        proof, shown.post, resident_id
    ):
        return _check(actor, shown.post, Claim.How.CODE, _far(near), at)
    if not timedelta() <= at - shown.shown_at <= timedelta(hours=settings.late_hours):
        raise Invalid(_("这个码已经过期，请扫现场显示的码，或请组织者确认。"), "code")
    return _check(actor, shown.post, Claim.How.CODE, Claim.Flag.LATE_CODE, shown.shown_at)


def check_by_place(
    *, actor: Actor, post_id: int, near: Near, at: datetime | None = None
) -> Attended:
    """By the comparison that the phone made: `near` yes or no, no coordinates. Not near is kept
    for the organiser. Denied, Invalid (`near`), Conflict.
    """
    at = at or clock.now()
    _resident(actor)
    post = Post.objects.filter(pk=post_id).first()
    if post is None or post.lon is None:
        raise Conflict(_("这个岗位没有定地点，请扫码或请组织者确认。"))
    if near not in ("yes", "no"):
        raise Invalid(_("手机没有取到位置，请扫码或请组织者确认。"), "near")
    return _check(actor, post, Claim.How.PLACE, _far(near), at)


def _resident(actor: Actor) -> int:
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    return actor.resident_id


def _far(near: str) -> str:
    return Claim.Flag.NOT_NEAR if near == "no" else ""


def _check(actor: Actor, post: Post, how: str, flag: str, at: datetime) -> Attended:
    with transaction.atomic():
        mine = Claim.objects.visible_to(actor).select_for_update()
        claim = mine.filter(post=post, state=Claim.State.PLACE).first()
        if claim is None:
            raise Conflict(_("这个岗位没有您的名额，请找现场的组织者。"))
        if claim.settled_at is not None or claim.out_at is not None:
            raise Conflict(_("已经记过了，不用再签。"))
        step: Literal["in", "out"] = "out" if claim.in_at is not None else "in"
        _within(post, step, claim, at)
        if step == "in":
            claim.in_at, claim.in_how = at, how
        else:
            claim.out_at, claim.out_how = at, how
        claim.flag = claim.flag or flag or _elsewhere(actor, claim, at)
        settle_if_clear(claim, post, at=clock.now())
        claim.save()
    return Attended(claim, step)


def _within(post: Post, step: str, claim: Claim, at: datetime) -> None:
    settings = volunteer_settings().check_in
    early = post.during.lower - timedelta(minutes=settings.early_minutes)
    late = post.during.upper + timedelta(minutes=settings.late_minutes)
    if post.cancelled_at is not None:
        raise Conflict(_("这个岗位已经取消了。"))
    if at < early:
        raise Conflict(
            _("还没到签到的时候，开始前%(n)d分钟可以签。") % {"n": settings.early_minutes}
        )
    if at > (post.during.upper if step == "in" else late):
        raise Conflict(_("已经过了签到签退的时间，请组织者确认。"))
    if step == "out" and claim.in_at is not None and at < claim.in_at + timedelta(minutes=1):
        # A double tap, or the same code twice.
        raise Conflict(_("刚刚签到过，走的时候再签退。"))


def _elsewhere(actor: Actor, claim: Claim, at: datetime) -> str:
    """Whoever is still checked in at a shift that is going on elsewhere: a person looks at both."""
    others = (
        Claim.objects.visible_to(actor)
        .select_for_update()
        .filter(state=Claim.State.PLACE, in_at__lte=at, out_at=None, settled_at=None)
        .filter(during__endswith__gt=at)
        .exclude(pk=claim.pk)
    )
    found = [row.pk for row in others]
    if not found:
        return ""
    Claim.objects.visible_to(actor).filter(pk__in=found, flag="").update(flag=Claim.Flag.TWO_PLACES)
    return Claim.Flag.TWO_PLACES


def settle_if_clear(claim: Claim, post: Post, *, at: datetime) -> None:
    """Credit a stay whose both ends are known and which nobody has to look at."""
    if claim.in_at is None or claim.out_at is None or claim.flag:
        return
    claim.minutes = credited_minutes(
        claim.in_at, claim.out_at, post.during.lower, post.during.upper
    )
    claim.settled_at = at
