"""Hold an activity, in a room when it needs one, or cancel it; enter or end an interest group."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..config import names
from ..models import Activity, Booking, InterestGroup, Room, Signup, Station
from ..models.booking import HOLDING
from ..reach import communities, must_keep
from .save_station import kept_station, must_keep_some

PLACES_MOST = 5000
LONGEST = 1440


@dataclass(frozen=True)
class ActivityDraft:
    """What a form says, in local time; sign-up closes `closes_hours` before it begins."""

    title: str
    day: date
    starts: time
    minutes: int
    places: int
    about: str = ""
    closes_hours: int = 0
    room_id: int | None = None
    group_id: int | None = None


def hold_activity(
    *,
    actor: Actor,
    station_id: int,
    key: uuid.UUID,
    draft: ActivityDraft,
    at: datetime | None = None,
) -> Activity:
    """At a station that the actor keeps. Same key, same answer. Denied, NotFound, Invalid, Conflict."""
    at = at or clock.now()
    with transaction.atomic():
        station = kept_station(actor, station_id)
        before = Activity.objects.filter(key=key, station=station).first()
        if before is not None:
            return before
        during = _during(draft, at)
        row = Activity(
            key=key, body_id=station.body_id, station=station, during=during,
            title=one_line(draft.title, "title", 60), about=one_line(draft.about, "about", 400, needed=False),
            places=whole(draft.places, "places", 1, PLACES_MOST), group=_group(station, draft),
            closes_at=during.lower - timedelta(hours=whole(draft.closes_hours, "closes_hours", 0, 720)),
            user_id=actor.user_id, made_at=at,
        )  # fmt: skip
        if row.closes_at <= at:
            raise Invalid(_("报名截止的时间已经过了。"), "closes_hours")
        if draft.room_id is not None:
            row.booking = _book(actor, station, draft.room_id, row, at)
            row.room_id = row.booking.room_id
        row.save(force_insert=True)
    return row


def _during(draft: ActivityDraft, at: datetime) -> DateTimeTZRange:
    starts = datetime.combine(draft.day, draft.starts, clock.LOCAL_TZ)
    whole(draft.minutes, "minutes", 15, LONGEST)
    if starts <= at:
        raise Invalid(_("这个时间已经过了。"), "day")
    if starts > at + timedelta(days=366):
        raise Invalid(_("最多提前一年。"), "day")
    return DateTimeTZRange(starts, starts + timedelta(minutes=draft.minutes))


def _group(station: Station, draft: ActivityDraft) -> InterestGroup | None:
    if draft.group_id is None:
        return None
    row = InterestGroup.objects.filter(
        pk=draft.group_id, body_id=station.body_id, ended_on=None
    ).first()
    if row is None:
        raise Invalid(_("请从列表里选。"), "group_id")
    return row


def _book(actor: Actor, station: Station, room_id: int, row: Activity, at: datetime) -> Booking:
    """Rooms that are not lent out may hold activities of their own community all the same."""
    room = (
        Room.objects.select_for_update(of=("self",))
        .filter(pk=room_id, station=station, ended_on=None)
        .first()
    )
    if room is None:
        raise Invalid(_("请从列表里选。"), "room_id")
    if room.seats is not None and row.places > room.seats:
        raise Invalid(_("这间屋子最多%(n)d人。") % {"n": room.seats}, "places")
    taken = Conflict(_("这间屋子这个时间已经有人约了，请选别的时间。"), "room_id")
    if Booking.reached.filter(room=room, state__in=HOLDING, during__overlap=row.during).exists():
        raise taken
    try:
        with transaction.atomic():
            return Booking.reached.create(
                key=uuid.uuid5(row.key, "room"), room=room, during=row.during, made_at=at,
                body_id=station.body_id, user_id=actor.user_id, purpose=row.title,
                people=row.places, state="booked",
            )  # fmt: skip
    except IntegrityError:
        raise taken from None


def cancel_activity(
    *, actor: Actor, activity_id: int, reason: str, at: datetime | None = None
) -> None:
    """Before it ends; the room is free again and all who signed up are told.

    Denied, NotFound, Conflict, Invalid `reason`.
    """
    at = at or clock.now()
    must_keep_some(actor)
    with transaction.atomic():
        row = Activity.objects.select_for_update(of=("self",)).filter(pk=activity_id).first()
        if row is None:
            raise NotFound
        must_keep(actor, row.body_id)
        if row.cancelled_at is not None or row.during.upper <= at:
            raise Conflict(_("这个活动已经结束或取消了。"))
        row.cancelled_at, row.reason = at, one_line(reason, "reason", 100)
        row.save(update_fields=["cancelled_at", "reason"])
        if row.booking_id:
            Booking.reached.filter(pk=row.booking_id).update(state="cancelled")
        told = Signup.reached.filter(activity=row, state__in=("in", "waiting"))
        for signup_id, resident_id in told.values_list("pk", "resident_id"):
            tell_resident(
                resident_id=resident_id, kind="activity_off",
                context={"title": row.title, "reason": row.reason},
                dedupe=f"activity-off-{signup_id}", at=at,
            )  # fmt: skip


def save_group(*, actor: Actor, body: str, kind: str, name: str, about: str = "") -> InterestGroup:
    """Enter a group of a community. Denied, Invalid by field, Conflict for a name twice."""
    must_keep_some(actor)
    home = next((one for one in communities(actor) if one.code == body), None)
    if home is None:
        raise Invalid(_("请从列表里选。"), "body")
    if kind not in names("group_kinds"):
        raise Invalid(_("请从列表里选。"), "kind")
    row = InterestGroup(
        body_id=home.id, kind=kind, name=one_line(name, "name", 40),
        about=one_line(about, "about", 200, needed=False),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个社区已经有一个同名的团体。"), "name") from None
    return row
