"""The organiser's word: who came and for how long; it decides what is flagged (an equal way)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.volunteering.config import settings_or_none
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.services.publish_post import own_post

_AHEAD: Final = timedelta(minutes=2)  # so far may a phone's clock be ahead


def settle(
    *, actor: Actor, post_id: int, minutes: Mapping[int, int], at: datetime | None = None
) -> int:
    """Claim id → whole minutes, 0 for who did not come; all of them or none. How many.

    A stay that the person checked keeps its times, with the organiser's minutes. NotFound,
    Invalid (`minutes`), Conflict before the shift begins and for who is settled already.
    """
    at = at or clock.now()
    with transaction.atomic():
        post = own_post(actor, post_id, lock=True)
        if post.cancelled_at is not None or at < post.during.lower:
            raise Conflict(_("岗位开始以后才能确认。"))
        rows = {
            row.pk: row
            for row in Claim.objects.visible_to(actor)
            .select_for_update()
            .filter(post=post, pk__in=minutes, state=Claim.State.PLACE)
        }
        if set(rows) != set(minutes):
            raise Conflict(_("名单变了，请刷新后再确认。"))
        for claim_id, spent in minutes.items():
            _settle(rows[claim_id], post, spent, at)
    return len(minutes)


def _settle(row: Claim, post: Post, spent: int, at: datetime) -> None:
    length = int((post.during.upper - post.during.lower).total_seconds() // 60)
    if not 0 <= spent <= length:
        raise Invalid(_("时长写0到%(max)d分钟。") % {"max": length}, "minutes")
    if row.settled_at is not None:
        raise Conflict(_("有人已经确认过了，请刷新后查看。"))
    if spent and row.in_at is None:
        row.in_at, row.in_how = post.during.lower, Claim.How.ORGANISER
    if spent and row.in_at is not None and row.out_at is None:
        row.out_at = max(row.in_at, post.during.lower + timedelta(minutes=spent))
        row.out_how = Claim.How.ORGANISER
    row.minutes, row.flag, row.settled_at = spent, "", at
    row.save()


def record_shift(actor: Actor, entry: Entry) -> Answer:
    """One entry of the kind `shift`, from the organiser's phone: who came, sent when there is a
    network. Payload: post, and for each claim `came-<id>` with its minutes. A repeat finds what it
    did and answers the same. A phone whose clock does not fit the shift leaves all of it to be
    decided at the desk.
    """
    spent = _came(entry)
    post = own_post(actor, int(whole_number(entry.words("post"), most=2**62) or 0), lock=True)
    rows = Claim.objects.visible_to(actor).filter(post=post, pk__in=spent)
    done = dict(rows.exclude(settled_at=None).values_list("pk", "minutes"))
    if any(done[claim_id] != spent[claim_id] for claim_id in done):
        raise Conflict(_("有人已经确认过了，请刷新后查看。"))
    said = _("已记下%(n)d人。") % {"n": len(spent)}
    if _clock_is_off(entry, post):
        rows.filter(settled_at=None).update(flag=Claim.Flag.PHONE_CLOCK)
        late = _("手机时间和岗位时间对不上，请到电脑上的岗位页面再确认一次。")
        return Answer(entry.client_key, "noted", late)
    settle(
        actor=actor, post_id=post.pk,
        minutes={claim_id: n for claim_id, n in spent.items() if claim_id not in done},
    )  # fmt: skip
    return Answer(entry.client_key, "done", said)


def _came(entry: Entry) -> dict[int, int]:
    """Claim id → minutes, of the payload."""
    found: dict[int, int] = {}
    for name in entry.payload:
        head, _dash, number = name.partition("-")
        if head != "came":
            continue
        claim_id = whole_number(number, most=2**62)
        minutes = whole_number(entry.words(name), most=24 * 60)
        if claim_id is None or minutes is None:
            raise Invalid(_("时长写0到%(max)d分钟。") % {"max": 24 * 60}, "minutes")
        found[claim_id] = minutes
    if not found:
        raise Invalid(_("请勾选来了的人。"), "minutes")
    return found


def _clock_is_off(entry: Entry, post: Post) -> bool:
    """Whether the phone says that it was before the shift, or a moment that is still to come."""
    made = entry.made_at
    return made is not None and (made < post.during.lower or made > clock.now() + _AHEAD)


def flag_without_end(*, at: datetime | None = None) -> int:
    """Whoever checked in and never out is left to the organiser; how many."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None:
        return 0
    over = at - timedelta(minutes=settings.check_in.late_minutes)
    return (
        Claim.objects.visible_to(SYSTEM)
        .filter(
            state=Claim.State.PLACE, in_at__isnull=False, out_at=None, settled_at=None, flag="",
            during__endswith__lt=over,
        )
        .update(flag=Claim.Flag.NO_OUT)
    )  # fmt: skip
