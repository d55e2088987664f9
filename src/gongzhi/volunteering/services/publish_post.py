"""A community publishes a post, plans its service days, or cancels one (QJ-06, XY-11, XY-12)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import post_kinds, skill_names, volunteer_settings
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.reach import own_community
from gongzhi.volunteering.reading.teams import teams_of
from gongzhi.volunteering.rules import service_days
from gongzhi.volunteering.telling import tell

LONGEST = timedelta(hours=16)
_TEXTS = {"title": 60, "meeting_place": 100, "text": 500, "theme": 60}


@dataclass(frozen=True)
class Wanted:
    """A post as the form says it; times are aware. `claim_until` None means until it begins."""

    kind: str
    title: str
    meeting_place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    text: str = ""
    theme: str = ""
    claim_until: datetime | None = None
    skills: Sequence[str] = ()
    lon: float | None = None
    lat: float | None = None
    day: str = ""
    team: int | None = None
    training: bool = False


def publish_post(
    *, actor: Actor, wanted: Wanted, community_id: int | None = None, at: datetime | None = None
) -> Post:
    """One post of the actor's community. Denied, NotFound, Invalid by field."""
    community = own_community(actor, community_id)
    at = at or clock.now()
    _check(wanted, at)
    _check_team(wanted, community)
    row = _row(actor, wanted, community.id, at)
    row.save(force_insert=True)
    return row


def plan_days(
    *, actor: Actor, wanted: Wanted, weeks: int, at: datetime | None = None
) -> tuple[int, int]:
    """Posts for the coming weeks of the service day `wanted.day`: (made, already there).

    Times and kind come from the profile, the rest from `wanted`; the theme is the month's.
    """
    community = own_community(actor)
    settings, at = volunteer_settings(), at or clock.now()
    day = settings.day(wanted.day)
    if day is None:
        raise Invalid(_("请选一个服务日。"), "day")
    if not 1 <= weeks <= 26:
        raise Invalid(_("一次安排1到26周。"), "weeks")
    made = 0
    starts = service_days(clock.local(at), day.weekday, day.starts, weeks)
    with transaction.atomic():
        for start in starts:
            one = replace(
                wanted, kind=day.kind or next(iter(post_kinds()), ""), starts_at=start,
                ends_at=start + timedelta(minutes=day.minutes),
                claim_until=None, theme=wanted.theme or settings.theme(start.month),
            )  # fmt: skip
            _check(one, at)
            row = _row(actor, one, community.id, at)
            there = Post.objects.select_for_update().filter(
                community_id=community.id, day=day.key, during=row.during, cancelled_at=None
            )
            if not there.exists():
                row.save(force_insert=True)
                made += 1
    return made, len(starts) - made


def cancel_post(*, actor: Actor, post_id: int, why: str, at: datetime | None = None) -> Post:
    """The post does not take place: everybody with a place or a turn is told. Invalid (`why`)."""
    why = why.strip()
    if not why or len(why) > 200 or "\x00" in why:
        raise Invalid(_("请写为什么取消，200字以内。"), "why")
    at = at or clock.now()
    with transaction.atomic():
        row = own_post(actor, post_id, lock=True)
        if row.cancelled_at is not None:
            raise Conflict(_("这个岗位已经取消了。"))
        if row.during.lower <= at:
            raise Conflict(_("已经开始的岗位不能取消。"))
        row.cancelled_at, row.cancelled_why, row.taken = at, why, 0
        row.save(update_fields=["cancelled_at", "cancelled_why", "taken"])
        standing = Claim.objects.visible_to(actor).filter(
            post=row, state__in=(Claim.State.PLACE, Claim.State.WAITING)
        )
        people = list(standing.values_list("resident_id", flat=True))
        standing.update(state=Claim.State.CANCELLED, why=why, swap_code=None)
        for resident_id in people:
            tell(resident_id, "post_cancelled", row, reason=why, at=at)
    return row


def own_post(actor: Actor, post_id: int, *, lock: bool = False) -> Post:
    """A post of the actor's community. NotFound for any other."""
    rows = Post.objects.select_for_update() if lock else Post.objects.all()
    row = rows.filter(pk=post_id).first()
    if row is None:
        raise NotFound
    own_community(actor, row.community_id)
    return row


def _row(actor: Actor, wanted: Wanted, community_id: int, at: datetime) -> Post:
    known = skill_names()
    return Post(
        community_id=community_id, kind=wanted.kind, title=wanted.title.strip(),
        text=wanted.text.strip(), theme=wanted.theme.strip(),
        meeting_place=wanted.meeting_place.strip(), lon=wanted.lon, lat=wanted.lat,
        during=DateTimeTZRange(wanted.starts_at, wanted.ends_at),
        claim_until=wanted.claim_until or wanted.starts_at, places=wanted.places,
        skills=[key for key in dict.fromkeys(wanted.skills) if key in known], day=wanted.day,
        team_id=wanted.team, training=wanted.training,
        secret_sealed=seal(secrets.token_hex(16)), published_at=at,
        published_by_id=actor.user_id or 0,
    )  # fmt: skip


def _check_team(wanted: Wanted, community: BodyRef) -> None:
    if wanted.team is not None and wanted.team not in {one.pk for one in teams_of(community)}:
        raise Invalid(_("请从列表里选。"), "team")
    if wanted.training and wanted.team is None:
        raise Invalid(_("培训是队伍的培训，请选是哪支队伍。"), "team")


def _check(wanted: Wanted, at: datetime) -> None:
    if wanted.kind not in post_kinds():
        raise Invalid(_("请选岗位类别。"), "kind")
    for name, most in _TEXTS.items():
        text = getattr(wanted, name).strip()
        if len(text) > most or "\x00" in text:
            raise Invalid(_("请控制在%(max)d字以内。") % {"max": most}, name)
    if not wanted.title.strip():
        raise Invalid(_("请写岗位名称。"), "title")
    if not wanted.meeting_place.strip():
        raise Invalid(_("请写在哪里集合。"), "meeting_place")
    if wanted.starts_at <= at:
        raise Invalid(_("开始时间已经过了。"), "starts_at")
    if not wanted.starts_at < wanted.ends_at <= wanted.starts_at + LONGEST:
        raise Invalid(_("结束要在开始之后，一班最长16小时。"), "ends_at")
    if wanted.claim_until is not None and not at < wanted.claim_until <= wanted.starts_at:
        raise Invalid(_("报名截止要在现在之后、开始之前。"), "claim_until")
    most = volunteer_settings().most_places
    if not 1 <= wanted.places <= most:
        raise Invalid(_("名额写1到%(max)d。") % {"max": most}, "places")
    if (wanted.lon is None) != (wanted.lat is None):
        raise Invalid(_("请在地图上重新选位置。"), "meeting_place")
