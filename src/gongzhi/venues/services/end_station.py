"""A station is no longer there: it ends today and stays in the history."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor

from ..models import Activity, Booking
from ..models.booking import OPEN
from .save_station import kept_station, note


def end_station(*, actor: Actor, station_id: int, at: datetime | None = None) -> None:
    """Conflict while a room is booked or an activity is to come; Denied, NotFound."""
    at = at or clock.now()
    with transaction.atomic():
        row = kept_station(actor, station_id)
        booked = Booking.reached.filter(room__station=row, state__in=OPEN, during__endswith__gt=at)
        coming = Activity.objects.filter(station=row, cancelled_at=None, during__endswith__gt=at)
        if booked.exists() or coming.exists():
            raise Conflict(_("这里还有没用完的预约或没办完的活动，请先和大家说好、取消。"))
        today = clock.local(at).date()
        row.rooms.filter(ended_on=None).update(ended_on=today)
        row.ended_on = today
        row.save(update_fields=["ended_on"])
        note(row, actor, "ended", at)
