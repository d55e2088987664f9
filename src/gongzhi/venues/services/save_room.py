"""Enter a room of a station, change its rules, or take it out of use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..config import names
from ..models import Booking, Room
from ..models.booking import OPEN
from .save_station import AREA_MOST, kept_station, note


@dataclass(frozen=True)
class RoomDraft:
    """What a form says; the numbers are the rules of booking."""

    kind: str
    name: str
    bookable: bool
    ahead_days: int
    longest_minutes: int
    open_most: int
    unit_most: int
    confirm: bool
    seats: int | None = None
    floor_area: Decimal | None = None


def save_room(
    *,
    actor: Actor,
    station_id: int,
    draft: RoomDraft,
    room_id: int | None = None,
    at: datetime | None = None,
) -> Room:
    """A new one without `room_id`. Denied, NotFound, Invalid by field, Conflict for a name twice."""
    at = at or clock.now()
    with transaction.atomic():
        station = kept_station(actor, station_id)
        row = Room(station=station) if room_id is None else _own(station.pk, room_id)
        values = _values(draft)
        before = {name: getattr(row, name) for name in values}
        changes = {
            name: [str(before[name]), str(value)]
            for name, value in values.items()
            if room_id is not None and str(before[name]) != str(value)
        }
        for name, value in values.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(_("这个站点已经有一间同名的屋子。"), "name") from None
        kind = "room_added" if room_id is None else "room"
        note(station, actor, kind, at, subject=row.name, changes=changes)
    return row


def end_room(*, actor: Actor, station_id: int, room_id: int, at: datetime | None = None) -> None:
    """Out of use from today. Conflict while somebody has it booked."""
    at = at or clock.now()
    with transaction.atomic():
        station = kept_station(actor, station_id)
        row = _own(station.pk, room_id)
        if Booking.reached.filter(room=row, state__in=OPEN, during__endswith__gt=at).exists():
            raise Conflict(_("这间屋子还有没用完的预约，请先和约的人说好、取消预约。"))
        row.ended_on = clock.local(at).date()
        row.save(update_fields=["ended_on"])
        note(station, actor, "room_ended", at, subject=row.name)


def _own(station_id: int, room_id: int) -> Room:
    row = (
        Room.objects.select_for_update(of=("self",))
        .filter(pk=room_id, station_id=station_id, ended_on=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _values(draft: RoomDraft) -> dict[str, object]:
    if draft.kind not in names("room_kinds"):
        raise Invalid(_("请从列表里选。"), "kind")
    if draft.seats is not None:
        whole(draft.seats, "seats", 1, 2000)
    size = draft.floor_area
    if size is not None and not 0 < size <= AREA_MOST:
        raise Invalid(_("面积请填0到%(most)d之间的数。") % {"most": AREA_MOST}, "floor_area")
    whole(draft.ahead_days, "ahead_days", 1, 365)
    whole(draft.longest_minutes, "longest_minutes", 30, 1440)
    whole(draft.open_most, "open_most", 1, 50)
    whole(draft.unit_most, "unit_most", 1, 50)
    return asdict(draft) | {"name": one_line(draft.name, "name", 60)}
