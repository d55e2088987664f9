"""What was agreed on for a date before it became another: it stays until its keeper has called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.agreed import agreed_outside
from gongzhi.web.words import headed

from ..models import Activity, Booking, StationDate, Ticket
from ..models.booking import OPEN


@dataclass(frozen=True)
class Outside:
    """One of them, with the page on which it is changed. Never whose."""

    what: str
    starts: datetime
    ends: datetime | None
    href: str


def outside(actor: Actor, row: StationDate) -> list[Outside]:
    """Rooms, activities, hall times and orders outside of the date's hours, by their beginning."""
    found = [*_rooms(actor, row), *_activities(row), *_hall(actor, row), *_orders(actor, row)]
    return sorted(found, key=lambda one: (one.starts, one.href))


def _day(row: StationDate) -> tuple[datetime, datetime]:
    begin = datetime.combine(row.day, time(), clock.LOCAL_TZ)
    return begin, begin + timedelta(days=1)


def _hours(row: StationDate) -> tuple[datetime, datetime] | None:
    if row.opens is None or row.closes is None:
        return None
    return (
        datetime.combine(row.day, row.opens, clock.LOCAL_TZ),
        datetime.combine(row.day, row.closes, clock.LOCAL_TZ),
    )


def _rooms(actor: Actor, row: StationDate) -> Iterator[Outside]:
    rows = Booking.objects.visible_to(actor).filter(
        room__station_id=row.station_id, state__in=OPEN, during__overlap=_day(row)
    )
    if hours := _hours(row):
        rows = rows.exclude(during__contained_by=hours)
    for room_id, room, purpose, during in rows.values_list(
        "room_id", "room__name", "purpose", "during"
    ):
        href = f"{reverse('venues:room', args=[room_id])}?day={row.day.isoformat()}"
        yield Outside(headed(room, purpose), during.lower, during.upper, href)


def _activities(row: StationDate) -> Iterator[Outside]:
    """Those in a room are among its bookings."""
    rows = Activity.objects.filter(
        station_id=row.station_id, booking=None, cancelled_at=None, during__overlap=_day(row)
    )
    if hours := _hours(row):
        rows = rows.exclude(during__contained_by=hours)
    for one in rows:
        href = reverse("venues:activity", args=[one.pk])
        yield Outside(one.title, one.during.lower, one.during.upper, href)


def _hall(actor: Actor, row: StationDate) -> Iterator[Outside]:
    rows = Ticket.objects.visible_to(actor).filter(
        queue__station_id=row.station_id, day=row.day, state="waiting", slot_at__isnull=False
    )
    if hours := _hours(row):
        rows = rows.exclude(slot_at__gte=hours[0], slot_at__lt=hours[1])
    href = reverse("venues:hall", args=[row.station_id])
    for name, slot in rows.values_list(F("queue__name"), "slot_at"):
        yield Outside(_("预约取号：%(name)s") % {"name": name}, slot, None, href)


def _orders(actor: Actor, row: StationDate) -> Iterator[Outside]:
    for one in agreed_outside(actor, row.station.body_id, row.day):
        yield Outside(one.title, one.starts, one.ends, reverse("desk:order", args=[one.number]))
