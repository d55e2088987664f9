"""How far ahead something is ordered, until when it is changed, and the days of what recurs."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.profiles.selectors import current

from .profile_section import LISTS

AGREED: Final = "agreed_at"  # the field of a process that keeps the moment agreed on
EVERY: Final[dict[str, str | Promise]] = {"week": _("每周"), "month": _("每月")}


@dataclass(frozen=True)
class Rules:
    """Days ahead in which a window is taken, hours before until which its resident changes it,
    and how many days ahead the orders of a series are made.
    """

    ahead_days: int
    change_hours: int
    made_ahead_days: int


def rules() -> Rules:
    """Those of the release in force; one that is older than the section has the usual ones."""
    row = (current().section(LISTS) or {}).get("ordering") or {}
    return Rules(
        row.get("ahead_days", 14), row.get("change_hours", 4), row.get("made_ahead_days", 7)
    )


def day_of_series(first: date, every: str, times: int) -> date:
    """The day of the (times + 1)-th time; a month that is too short has its last day."""
    if every == "week":
        return first + timedelta(weeks=times)
    month = first.month - 1 + times
    year, month = first.year + month // 12, month % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
