"""One date on which a station is closed or has other hours, and taking it back."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.comingday import check_coming
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import StationDate
from ..reading.outside import outside
from .save_station import kept_station, note


def set_date(
    *, actor: Actor, station_id: int, day: date, opens: time | None, closes: time | None,
    why: str = "", at: datetime | None = None,
) -> int:  # fmt: skip
    """Closed without hours. How much of what was agreed on is outside of its hours now: it stays
    until its keeper has called. Denied, NotFound, Invalid by field, Conflict (it is set).
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
        return len(outside(actor, row))


def drop_date(*, actor: Actor, station_id: int, date_id: int, at: datetime | None = None) -> None:
    """The usual hours hold again. Denied, NotFound."""
    with transaction.atomic():
        station = kept_station(actor, station_id)
        row = StationDate.objects.filter(pk=date_id, station=station).first()
        if row is None:
            raise NotFound
        note(station, actor, "date_dropped", at or clock.now(), subject=str(row.day))
        row.delete()
