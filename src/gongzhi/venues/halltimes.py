"""Rules of a hall, and the times of a day that can be booked ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gongzhi.kernel import clock

from .config import Hall, settings_or_none
from .hours import hours_on
from .models import Station


def hall_rules() -> Hall:
    """Those of the release in force; the usual ones without a section."""
    settings = settings_or_none()
    usual = Hall(counters=4, slot_minutes=30, slot_places=4, ahead_days=7)
    return settings.hall if settings else usual


def slots_of(station: Station, day: date, at: datetime) -> list[datetime]:
    """The times of a day that can be booked ahead: within opening hours, to come."""
    rules, today = hall_rules(), clock.local(at).date()
    if not today <= day <= today + timedelta(days=rules.ahead_days):
        return []
    span = hours_on(station, day)
    if span is None:
        return []
    step, found = timedelta(minutes=rules.slot_minutes), []
    start = datetime.combine(day, span.starts, clock.LOCAL_TZ)
    end = datetime.combine(day, span.ends, clock.LOCAL_TZ)
    while start + step <= end:
        if start > at:
            found.append(start)
        start += step
    return found
