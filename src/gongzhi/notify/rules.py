"""When a text that failed is tried again; pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Before the second try, the third, … A worker that died while sending counts as a failure.
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240))
MAX_ATTEMPTS: Final = len(PAUSES) + 1
GIVE_UP_AFTER: Final = timedelta(days=2)  # old news is not sent


def pause_after(attempt: int) -> timedelta:
    """The pause after the n-th try (from 1)."""
    return PAUSES[min(attempt, len(PAUSES)) - 1]
