"""The day that a page shows."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpRequest

_FAR_DAYS: Final = 3660


def day_of(request: HttpRequest, today: date) -> date:
    """The day that `?day=` asks for; today for anything else."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    # What lies far away is a mistake, and arithmetic with it would overflow.
    return asked if abs((asked - today).days) < _FAR_DAYS else today
