"""When people act: offices in working time, firms on duty round the clock at any hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongzhi.kernel import clock
from gongzhi.kernel.workcalendar import CalendarUnknown
from gongzhi.profiles.selectors import work_calendar

_STEP = timedelta(minutes=10)
_BACK_MOST = 6 * 24 * 20  # steps of ten minutes: no holiday lasts twenty days


def later(at: datetime, minutes: float, *, always: bool = False) -> datetime:
    """`minutes` of duty after `at`. In a year that the calendar does not know, plain minutes."""
    seconds = max(1, round(minutes * 60))
    if always:
        return at + timedelta(seconds=seconds)
    try:
        return work_calendar().add_seconds(at, seconds, "working_minute")
    except CalendarUnknown:
        return at + timedelta(seconds=seconds)


def worked_minutes(start: datetime, end: datetime, *, always: bool = False) -> float:
    """Minutes of duty between two instants."""
    if always:
        return max(0.0, (end - start).total_seconds() / 60)
    try:
        return work_calendar().worked_seconds(start, end, "working_minute") / 60
    except CalendarUnknown:
        return max(0.0, (end - start).total_seconds() / 60)


def before(at: datetime, minutes: float) -> datetime:
    """The latest instant (to ten minutes) from which `minutes` of working time lie before `at`."""
    start = at
    for _ in range(_BACK_MOST):
        start -= _STEP
        if worked_minutes(start, at) >= minutes:
            return start
    return at - timedelta(minutes=minutes)


def by_day(at: datetime) -> datetime:
    """By day, where it was at night: nobody mediates at three. Never before an earlier step by day."""
    local = clock.local(at)
    if local.hour < 8:
        return local.replace(hour=9, minute=40, second=0)
    return at if local.hour < 18 else local.replace(hour=17, minute=59, second=59)
