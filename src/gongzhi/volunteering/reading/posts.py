"""Posts as people read them, and the list of who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gongzhi.accounts.selectors import addresses_of
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import when
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import post_kinds, skill_names, volunteer_settings
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.rules import credited_minutes

_PAST = timedelta(days=60)
_MOST = 200


@dataclass(frozen=True)
class PostView:
    """A post in words; `waiting` counts those who have a turn in the list."""

    id: int
    title: str
    kind: str
    text: str
    theme: str
    meeting_place: str
    starts_at: datetime
    ends_at: datetime
    claim_until: datetime
    places: int
    taken: int
    skills: tuple[str, ...]
    community: BodyRef | None
    cancelled: str
    lon: float | None
    lat: float | None

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def open(self) -> bool:
        """Whether one may still claim it."""
        return not self.cancelled and clock.now() < self.claim_until

    @property
    def begun(self) -> bool:
        return clock.now() >= self.starts_at

    @property
    def over(self) -> bool:
        """Whether checking in and out is past, too."""
        late = timedelta(minutes=volunteer_settings().check_in.late_minutes)
        return clock.now() > self.ends_at + late

    @property
    def when(self) -> str:
        """From when to when, in the reader's words."""
        return f"{when(self.starts_at)}–{clock.local(self.ends_at):%H:%M}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def view_of(row: Post) -> PostView:
    """A row as a view."""
    names = skill_names()
    return PostView(
        row.pk, row.title, post_kinds().get(row.kind, row.kind), row.text, row.theme,
        row.meeting_place, row.during.lower, row.during.upper, row.claim_until, row.places,
        row.taken, tuple(names[key] for key in row.skills if key in names),
        orgs.body_by_id(row.community_id),
        (row.cancelled_why or _("已取消")) if row.cancelled_at else "", row.lon, row.lat,
    )  # fmt: skip


def coming_posts(community_id: int, *, at: datetime | None = None) -> list[PostView]:
    """What a community asks for and is not over, the next first."""
    rows = Post.objects.filter(
        community_id=community_id, cancelled_at=None, during__endswith__gt=at or clock.now()
    )
    return [view_of(row) for row in rows.order_by("during")[:_MOST]]


def past_posts(community_id: int, *, at: datetime | None = None) -> list[PostView]:
    """What was, the newest first; cancelled ones too."""
    now = at or clock.now()
    rows = Post.objects.filter(
        community_id=community_id, during__endswith__lte=now, during__endswith__gt=now - _PAST
    )
    return [view_of(row) for row in rows.order_by("-during")[:_MOST]]


@dataclass(frozen=True)
class RosterLine:
    """Somebody and a post, as the organiser reads it. `spent` is what the form begins with."""

    id: int
    name: str
    phone: str
    unit: BodyRef | None
    state: str
    state_words: str
    confirmed: bool
    came: datetime | None
    went: datetime | None
    how: str
    flag: str
    minutes: int | None
    settled: bool
    spent: int

    @property
    def dialog(self) -> str:
        """The id of the question before somebody is declined."""
        return f"decline-{self.id}"


def roster(actor: Actor, post: Post) -> list[RosterLine]:
    """Places in the order of claims, then turns in the list; who gave back is left out."""
    rows = list(
        Claim.objects.visible_to(actor)
        .filter(post=post, state__in=(Claim.State.PLACE, Claim.State.WAITING))
        .order_by("state", "seq")
    )
    phones = addresses_of(resident_ids=[row.resident_id for row in rows])
    length = int((post.during.upper - post.during.lower).total_seconds() // 60)
    lines = []
    for row in rows:
        known = row.in_at is not None and row.out_at is not None
        spent = (
            credited_minutes(row.in_at, row.out_at, post.during.lower, post.during.upper)
            if known
            else length
        )
        phone = phones.get(row.resident_id)
        lines.append(
            RosterLine(
                row.pk, open_(row.name_sealed) if row.name_sealed else "—", mask_phone(phone.phone) if phone else "",
                orgs.body_by_id(row.unit_id) if row.unit_id else None, row.state,
                row.get_state_display(), row.confirmed_at is not None, row.in_at, row.out_at,
                row.get_in_how_display() if row.in_how else "",
                row.get_flag_display() if row.flag else "", row.minutes,
                row.settled_at is not None, spent,
            )
        )  # fmt: skip
    return lines


def chain_text(view: PostView, lines: list[RosterLine], link: str) -> str:
    """The sign-up chain for a chat (接龙): names as people gave them for it, places left."""
    said = [
        f"【{view.kind}】{view.title}",
        _("时间：%(when)s") % {"when": view.when},
        _("集合：%(place)s") % {"place": view.meeting_place},
    ]
    placed = [line for line in lines if line.state == Claim.State.PLACE]
    said += [f"{number}. {line.name}" for number, line in enumerate(placed, start=1)]
    said.append(
        _("还有%(n)d个名额，报名：%(link)s") % {"n": view.left, "link": link}
        if view.left
        else _("名额满了，可以候补：%(link)s") % {"link": link}
    )
    return "\n".join(said)


@dataclass(frozen=True)
class OwnClaim:
    """A post that a person has or had to do with."""

    post: PostView
    state: str
    state_words: str
    before_me: int
    confirmed: bool
    came: datetime | None
    went: datetime | None
    flag: str
    minutes: int | None
    settled: bool
    swap_code: str

    @property
    def over(self) -> bool:
        return self.settled or clock.now() >= self.post.ends_at


def own_claims(actor: Actor, *, most: int = 100) -> list[OwnClaim]:
    """All that the person took on, the newest first."""
    rows = Claim.objects.visible_to(actor).select_related("post").order_by("-during", "-id")
    return [_own(row) for row in rows[:most]]


def own_claim(actor: Actor, post_id: int) -> OwnClaim | None:
    """The newest claim of the person in a post; one that stands goes first."""
    rows = list(
        Claim.objects.visible_to(actor)
        .select_related("post")
        .filter(post_id=post_id)
        .order_by("-id")
    )
    standing = [row for row in rows if row.state in (Claim.State.PLACE, Claim.State.WAITING)]
    found = standing or rows
    return _own(found[0]) if found else None


def _own(row: Claim) -> OwnClaim:
    before = 0
    if row.state == Claim.State.WAITING:
        # A count of the list that the person stands in, no rows of others.
        before = Claim.reached.filter(
            post_id=row.post_id, state=Claim.State.WAITING, seq__lt=row.seq
        ).count()
    return OwnClaim(
        view_of(row.post), row.state, row.get_state_display(), before,
        row.confirmed_at is not None, row.in_at, row.out_at,
        row.get_flag_display() if row.flag else "", row.minutes, row.settled_at is not None,
        row.swap_code or "",
    )  # fmt: skip


def swappable(post: Post) -> list[PostView]:
    """What one may ask for in exchange: other posts of that community that have not begun."""
    found = coming_posts(post.community_id)
    return [one for one in found if one.id != post.pk and not one.begun]


def own_minutes(actor: Actor) -> tuple[int, int]:
    """(times, minutes) that are credited to the person."""
    found = list(
        Claim.objects.visible_to(actor).filter(minutes__gt=0).values_list("minutes", flat=True)
    )
    return len(found), sum(found)
