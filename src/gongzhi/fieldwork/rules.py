"""Pure arithmetic of field duties: what is stale, and when a round is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day `months` later (before: negative), or the last day of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_stale(last_seen: date, months: int, today: date) -> bool:
    """Whether what was last seen true on a day is to be asked again."""
    return today >= months_after(last_seen, months)


def due_on(last_done: date | None, every_days: int, today: date) -> date:
    """The day on which a round is due; one that never was is due today."""
    return today if last_done is None else last_done + timedelta(days=every_days)
