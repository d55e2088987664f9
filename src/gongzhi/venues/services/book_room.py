"""Book a room once or weekly: all dates or none, and a sentence that names those taken (XY-30)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from gongzhi.accounts.services.ensure_resident import resident_id_for
from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text, hours_text, joined

from ..hours import hours_on
from ..models import Booking, Room
from ..models.booking import HOLDING, OPEN
from ..reach import must_keep
from ..rules import SERIES_MOST, weekly

PEOPLE_MOST = 2000


@dataclass(frozen=True)
class Wanted:
    """What is asked for, in local time. `weeks` above 1 repeats it on the same weekday."""

    day: date
    starts: time
    minutes: int
    purpose: str
    people: int
    weeks: int = 1
    body: str = ""
    phone: str = ""
    name: str = ""


@dataclass(frozen=True)
class _Holder:
    resident_id: int | None
    body_id: int | None
    user_id: int | None

    @property
    def own(self) -> dict[str, int | None]:
        """By which a holder's other bookings are found."""
        return {"resident_id": self.resident_id} if self.resident_id else {"body_id": self.body_id}


def book_room(
    *, actor: Actor, room_id: int, key: uuid.UUID, wanted: Wanted, at: datetime | None = None
) -> list[Booking]:
    """By a resident, by staff in the name of a body in which they hold a post, or by a keeper of
    the room for somebody with this phone, whose booking it then is.

    The same key gives the same answer again. Raises Denied, NotFound, Invalid by field, and
    Conflict when somebody else has a time: of two at once one wins.
    """
    at = at or clock.now()
    with transaction.atomic():
        room = _open_room(room_id)
        holder = _holder(actor, wanted, room)
        before = _same_key(holder, room, key)
        if before:
            return before
        spans = _spans(room, wanted, at)
        _not_too_many(room, holder, len(spans), at)
        _free(room, holder, spans)
        rows = _rows(room, holder, key, wanted, spans, at)
        try:
            with transaction.atomic():
                Booking.objects.bulk_create(rows)
        except IntegrityError:  # the lock on the room makes this the last line only
            raise Conflict(_("这个时间刚刚被别人约走了，请选别的时间。"), "starts") from None
    return rows


def _holder(actor: Actor, wanted: Wanted, room: Room) -> _Holder:
    if wanted.phone:
        must_keep(actor, room.station.body_id)
        person = resident_id_for(
            phone=wanted.phone, name=one_line(wanted.name, "name", 20, needed=False)
        )
        return _Holder(person, None, actor.user_id)
    if actor.kind == "resident" and actor.resident_id is not None:
        return _Holder(actor.resident_id, None, None)
    if actor.kind != "staff":
        raise Denied
    ref = orgs.body_by_code(wanted.body)
    if ref is None or ref.id not in actor.body_ids:
        raise Invalid(_("请选您所在的单位。"), "body")
    return _Holder(None, ref.id, actor.user_id)


def _open_room(room_id: int) -> Room:
    """Locked, so that whoever books at the same moment waits and then sees the row."""
    row = (
        Room.objects.select_for_update(of=("self",))
        .select_related("station")
        .filter(pk=room_id, ended_on=None, bookable=True, station__ended_on=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _same_key(holder: _Holder, room: Room, key: uuid.UUID) -> list[Booking]:
    first = Booking.reached.filter(key=key).first()
    if first is None:
        return []
    if first.room_id != room.pk or any(getattr(first, k) != v for k, v in holder.own.items()):
        raise Conflict
    if first.series is None:
        return [first]
    return list(Booking.reached.filter(series=first.series).order_by("during"))


def _spans(room: Room, wanted: Wanted, at: datetime) -> list[DateTimeTZRange]:
    whole(wanted.weeks, "weeks", 1, SERIES_MOST)
    whole(wanted.minutes, "minutes", 1, 1440)
    if wanted.minutes % 15 or not 15 <= wanted.minutes <= room.longest_minutes:
        raise Invalid(
            _("一次最长%(longest)s，按15分钟一格选。")
            % {"longest": hours_text(room.longest_minutes)},
            "minutes",
        )
    if wanted.starts.minute % 15 or wanted.starts.second or wanted.starts.microsecond:
        raise Invalid(_("开始时间请选整点、一刻、半点或三刻。"), "starts")
    today = clock.local(at).date()
    if wanted.day < today:
        raise Invalid(_("这个时间已经过了。"), "day")
    last = today + timedelta(days=room.ahead_days)
    if wanted.day > last or wanted.day + timedelta(weeks=wanted.weeks - 1) > last:
        raise Invalid(_("这间屋子最多提前%(n)d天预约。") % {"n": room.ahead_days}, "day")
    return [_span(room, wanted, day, at) for day in weekly(wanted.day, wanted.weeks)]


def _span(room: Room, wanted: Wanted, day: date, at: datetime) -> DateTimeTZRange:
    starts = datetime.combine(day, wanted.starts, clock.LOCAL_TZ)
    ends = starts + timedelta(minutes=wanted.minutes)
    if starts < at:
        raise Invalid(_("这个时间已经过了。"), "starts")
    station = room.station
    hours = hours_on(station, day)
    if hours is None:
        raise Invalid(_("%(day)s不开门，请换一天。") % {"day": date_text(day)}, "day")
    if wanted.starts < hours.starts or ends > datetime.combine(day, hours.ends, clock.LOCAL_TZ):
        raise Invalid(
            _("这里%(opens)s开门、%(closes)s关门，请选这中间的时间。")
            % {"opens": f"{hours.starts:%H:%M}", "closes": f"{hours.ends:%H:%M}"},
            "starts",
        )
    return DateTimeTZRange(starts, ends)


def _not_too_many(room: Room, holder: _Holder, more: int, at: datetime) -> None:
    most = room.open_most if holder.resident_id else room.unit_most
    there = Booking.reached.filter(
        room=room, state__in=OPEN, during__endswith__gt=at, **holder.own
    ).count()
    if there + more > most:
        raise Invalid(
            _("这间屋子同时最多约%(most)d次，您还有%(there)d次没用完。")
            % {"most": most, "there": there},
            "weeks" if more > 1 else "day",
        )


def _free(room: Room, holder: _Holder, spans: Sequence[DateTimeTZRange]) -> None:
    taken, own = [], False
    for span in spans:
        other = Booking.reached.filter(
            room=room, state__in=HOLDING, during__overlap=span
        ).first()  # fmt: skip
        if other is not None:
            taken.append(span.lower.date())
            own = own or all(getattr(other, k) == v for k, v in holder.own.items())
    if not taken:
        return
    if len(spans) > 1:
        days = joined(date_text(day) for day in taken)
        raise Conflict(
            _("%(days)s这个时间已经有人约了，一次也没有约上。") % {"days": days}, "weeks"
        )
    if own:
        raise Conflict(_("您已经约了这间屋子的这个时间。"), "starts")
    raise Conflict(_("这个时间已经有人约了，请选别的时间。"), "starts")


def _rows(
    room: Room, holder: _Holder, key: uuid.UUID, wanted: Wanted, spans: Sequence[Any],
    at: datetime,
) -> list[Booking]:  # fmt: skip
    purpose = one_line(wanted.purpose, "purpose", 60)
    people = whole(wanted.people, "people", 1, room.seats or PEOPLE_MOST)
    series = key if len(spans) > 1 else None
    return [
        Booking(
            key=key if number == 0 else uuid.uuid5(key, str(number)), series=series, room=room,
            during=span, resident_id=holder.resident_id, body_id=holder.body_id,
            user_id=holder.user_id, purpose=purpose, people=people,
            state="asked" if room.confirm and not wanted.phone else "booked", made_at=at,
        )
        for number, span in enumerate(spans)
    ]  # fmt: skip
