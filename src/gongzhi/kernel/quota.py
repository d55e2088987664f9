"""So much of something an hour for each name. Counted in this process alone: no row, no trace.

Several web processes allow as many times more; for what costs them work that is near enough.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from threading import Lock
from typing import Final

_SECONDS: Final = 3600


class HourlyQuota:
    """`most` for each name in each hour of the clock."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._hour = 0
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, name: str, count: int, *, now: datetime) -> bool:
        """Take `count` more; False, and nothing taken, when the hour's rest is smaller."""
        hour = int(now.timestamp()) // _SECONDS
        with self._lock:
            if hour != self._hour:
                self._hour, self._taken = hour, Counter()
            if self._taken[name] + count > self.most:
                return False
            self._taken[name] += count
            return True
