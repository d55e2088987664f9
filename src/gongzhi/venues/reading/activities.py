"""Activities and groups: for residents, for organisers, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs.reach import body_ids_within
from gongzhi.orgs.selectors import body_by_id

from ..checkin import code_of
from ..config import early, names
from ..models import Activity, InterestGroup, Signup
from ..reach import READERS, keeps, venue_reach
from ..words import place_words
from .bookings import names_of


@dataclass(frozen=True)
class ActivityLine:
    """One activity in words and counts; never who."""

    id: int
    title: str
    about: str
    community: str
    group: str
    place: str
    starts: datetime
    ends: datetime
    closes_at: datetime
    places: int
    taken: int
    waiting: int
    arrived: int
    left: int
    closed: bool
    over: bool
    cancelled: bool
    reason: str


def activities(*, now: datetime, over: bool = False) -> QuerySet[Activity]:
    """Those to come by their time, or those that are over, newest first."""
    rows = Activity.objects.select_related("station", "room", "group")
    if over:
        return rows.filter(during__endswith__lte=now).order_by("-during")
    return rows.filter(during__endswith__gt=now).order_by("during")


def activity_lines(rows: Iterable[Any], *, now: datetime) -> list[ActivityLine]:
    """With counts from one query."""
    found = list(rows)
    counts = {
        row["activity"]: row
        for row in Signup.reached.filter(activity__in=[one.pk for one in found])
        .values("activity")
        .annotate(
            taken=Count("pk", Q(state="in")), waiting=Count("pk", Q(state="waiting")),
            arrived=Count("pk", Q(state="in", arrived_at__isnull=False)),
        )
    }  # fmt: skip
    return [_line(one, counts.get(one.pk, {}), now) for one in found]


def _line(row: Any, count: dict[str, int], now: datetime) -> ActivityLine:
    taken, closed = count.get("taken", 0), now >= row.closes_at
    return ActivityLine(
        id=row.pk, title=row.title, about=row.about, community=short_of(row.body_id),
        group=row.group.name if row.group else "", place=place_words(row),
        starts=row.during.lower, ends=row.during.upper, closes_at=row.closes_at,
        places=row.places, taken=taken, waiting=count.get("waiting", 0),
        arrived=count.get("arrived", 0), left=0 if closed else max(0, row.places - taken),
        closed=closed, over=row.during.upper <= now, cancelled=row.cancelled_at is not None,
        reason=row.reason,
    )  # fmt: skip


def one_activity(activity_id: int, *, now: datetime) -> tuple[Activity, ActivityLine]:
    """NotFound when it is not there."""
    rows = Activity.objects.select_related("station", "room", "group")
    row = rows.filter(pk=activity_id).first()
    if row is None:
        raise NotFound
    return row, activity_lines([row], now=now)[0]


def my_signup(actor: Actor, activity_id: int) -> Signup | None:
    """The resident's own standing sign-up."""
    if actor.kind != "resident":
        return None
    found: Signup | None = (
        Signup.objects.visible_to(actor)
        .filter(activity_id=activity_id, state__in=("in", "waiting"))
        .first()
    )
    return found


def before_me(signup: Signup) -> int:
    """How many wait before this one."""
    return int(
        Signup.reached.filter(
            activity_id=signup.activity_id, state="waiting", pk__lt=signup.pk
        ).count()
    )


def my_activities(actor: Actor, *, now: datetime) -> list[tuple[ActivityLine, str]]:
    """Those to come for which the resident signed up, and whether it has a place (`in`) or waits."""
    if actor.kind != "resident":
        return []
    mine = Signup.objects.visible_to(actor).filter(state__in=("in", "waiting"))
    states = dict(mine.values_list("activity_id", "state"))
    lines = activity_lines(activities(now=now).filter(pk__in=states), now=now)
    return [(line, states[line.id]) for line in lines]


def desk_activities(actor: Actor, *, now: datetime, over: bool) -> QuerySet[Activity]:
    """Within the reach of whoever reads."""
    reach, rows = venue_reach(actor, READERS), activities(now=now, over=over)
    if reach.nothing:
        return rows.none()
    return rows if reach.everything else rows.filter(body_id__in=body_ids_within(reach))


@dataclass(frozen=True)
class Guest:
    """One sign-up as the organiser sees it: how to be called, and a masked phone."""

    id: int
    who: str
    phone: str
    waiting: bool
    arrived_at: datetime | None


@dataclass(frozen=True)
class ActivityPage:
    """For the desk; guests and code for keepers alone. `begun`: who comes can be noted."""

    line: ActivityLine
    guests: list[Guest]
    code: str
    may_keep: bool
    begun: bool = False


def activity_page(actor: Actor, activity_id: int, *, now: datetime) -> ActivityPage:
    """NotFound for one out of reach."""
    row, line = one_activity(activity_id, now=now)
    body = body_by_id(row.body_id)
    if body is None or not venue_reach(actor, READERS).holds_body(body):
        raise NotFound
    if not keeps(actor, row.body_id):
        return ActivityPage(line, [], "", False)
    rows: list[Any] = list(
        Signup.objects.visible_to(actor)
        .filter(activity=row, state__in=("in", "waiting"))
        .order_by("state", "pk")
    )
    people = names_of(one.resident_id for one in rows)
    guests = [
        Guest(
            one.pk, *people.get(one.resident_id, ("", "")), one.state == "waiting", one.arrived_at
        )
        for one in rows
    ]
    today = clock.local(now).date()
    its_day = today == clock.local(row.during.lower).date()  # that of another day would not count
    code = code_of(f"activity:{row.pk}", today) if its_day else ""
    return ActivityPage(line, guests, code, True, now >= row.during.lower - early())


@dataclass(frozen=True)
class GroupLine:
    """A group with how many activities it held and how many people took part, counted."""

    name: str
    kind: str
    community: str
    about: str
    held: int
    took_part: int


def groups(actor: Actor) -> list[GroupLine]:
    """Groups within reach; participants are arrivals, each activity's on its own."""
    reach = venue_reach(actor, READERS)
    rows = InterestGroup.objects.filter(ended_on=None)
    if not reach.everything:
        rows = rows.filter(body_id__in=body_ids_within(reach)) if not reach.nothing else rows.none()
    called = names("group_kinds")
    found: list[Any] = list(
        rows.annotate(
            held=Count("activities", Q(activities__cancelled_at=None), distinct=True)
        ).order_by("body__code", "name")
    )
    part = dict(
        Signup.reached.filter(
            activity__group__in=[one.pk for one in found], state="in", arrived_at__isnull=False
        )
        .values_list("activity__group").annotate(n=Count("pk"))
    )  # fmt: skip
    return [
        GroupLine(
            one.name, called.get(one.kind, one.kind), short_of(one.body_id), one.about, one.held,
            part.get(one.pk, 0),
        )
        for one in found
    ]  # fmt: skip
