"""When a station is open on one date: its own date, else the nation's holidays, else the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.workcalendar import is_makeup_day, is_national_holiday
from gongzhi.web.words import date_text

from .models import Station, StationDate
from .rules import Span

AHEAD: Final = timedelta(days=31)  # as far as residents are told of dates that differ
_WORKING_WEEK: Final = frozenset(range(5))


def with_dates() -> Prefetch[str]:
    """The dates that differ, with stations that are read together."""
    return Prefetch("dates", queryset=StationDate.objects.order_by("day"), to_attr="dates_read")


def hours_on(station: Station, day: date) -> Span | None:
    """Opening hours of a date; None when it is closed.

    Whoever closes on national holidays is open on the weekend days that make up for them. Years
    without a published calendar have neither yet.
    """
    own = _own(station, day)
    if own is not None:
        return None if own.opens is None or own.closes is None else Span(own.opens, own.closes)
    days = set(station.weekdays)
    if station.closed_holidays:
        if is_national_holiday(day):
            return None
        if days >= _WORKING_WEEK and is_makeup_day(day):
            return Span(station.opens, station.closes)
    return Span(station.opens, station.closes) if day.weekday() in days else None


def is_spoken_of(station: Station, day: date) -> bool:
    """Whether the week does not say it: a date of its own, or a national holiday that it keeps."""
    return _own(station, day) is not None or (station.closed_holidays and is_national_holiday(day))


def is_open_at(station: Station, at: datetime) -> bool:
    local = clock.local(at)
    span = hours_on(station, local.date())
    return span is not None and span.starts <= local.time() < span.ends


def on_day(station: Station, day: date) -> str:
    """`09:00–12:00开门`, `不开门`."""
    span = hours_on(station, day)
    return _("%(hours)s开门") % {"hours": span.words} if span else _("不开门")


def differing(station: Station, now: datetime) -> list[StationDate]:
    """Dates from today on, in their order."""
    found = getattr(station, "dates_read", None)
    if found is None:
        found = station.dates.order_by("day")
    today = clock.local(now).date()
    return [row for row in found if row.day >= today]


def said_ahead(station: Station, now: datetime) -> list[str]:
    """`10月1日不开门`, `12月31日 09:00–12:00开门`: what residents should know of a month."""
    last = clock.local(now).date() + AHEAD
    return [said(row) for row in differing(station, now) if row.day <= last]


def said(row: StationDate) -> str:
    day = date_text(row.day)
    if row.opens is None or row.closes is None:
        words = _("%(day)s不开门") % {"day": day}
    else:
        words = _("%(day)s %(hours)s开门") % {
            "day": day,
            "hours": Span(row.opens, row.closes).words,
        }
    return _("%(said)s（%(why)s）") % {"said": words, "why": row.why} if row.why else words


def _own(station: Any, day: date) -> StationDate | None:
    rows: Iterable[StationDate] | None = getattr(station, "dates_read", None)
    if rows is None:
        return StationDate.objects.filter(station_id=station.pk, day=day).first()
    return next((row for row in rows if row.day == day), None)
