"""One date on which a station is closed or has other hours, and taking it back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.comingday import check_coming
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import Booking, StationDate
from ..models.booking import OPEN
from .save_station import kept_station, note


def set_date(
    *, actor: Actor, station_id: int, day: date, opens: time | None, closes: time | None,
    why: str = "", at: datetime | None = None,
) -> int:  # fmt: skip
    """Closed without hours. How many bookings of that date are outside of its hours now: they
    stay until their keeper has called. Denied, NotFound, Invalid by field, Conflict (it is set).
    """
    at = at or clock.now()
    with transaction.atomic():
        station = kept_station(actor, station_id)
        check_coming(day, at)
        if (opens is None) != (closes is None):
            raise Invalid(_("开门和关门的时间要一起填。"), "opens" if opens is None else "closes")
        if opens is not None and closes is not None and opens >= closes:
            raise Invalid(_("关门时间要晚于开门时间。"), "closes")
        row = StationDate(
            station=station, day=day, opens=opens, closes=closes,
            why=one_line(why, "why", 20, needed=False), user_id=actor.user_id, made_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("这一天已经记过了，先删掉再改。"), "day") from None
        note(station, actor, "date_set", at, subject=str(day))
        return _outside(row)


def drop_date(*, actor: Actor, station_id: int, date_id: int, at: datetime | None = None) -> None:
    """The usual hours hold again. Denied, NotFound."""
    with transaction.atomic():
        station = kept_station(actor, station_id)
        row = StationDate.objects.filter(pk=date_id, station=station).first()
        if row is None:
            raise NotFound
        note(station, actor, "date_dropped", at or clock.now(), subject=str(row.day))
        row.delete()


def _outside(row: StationDate) -> int:
    begin = datetime.combine(row.day, time(), clock.LOCAL_TZ)
    rows = Booking.reached.filter(
        room__station_id=row.station_id, state__in=OPEN,
        during__overlap=(begin, begin + timedelta(days=1)),
    )  # fmt: skip
    if row.opens is None or row.closes is None:
        return rows.count()
    opens, closes = (datetime.combine(row.day, t, clock.LOCAL_TZ) for t in (row.opens, row.closes))
    return rows.exclude(during__contained_by=(opens, closes)).count()
