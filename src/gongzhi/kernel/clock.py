"""The one place that reads the time, so that tests (and only they) can hold it still."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_TZ = ZoneInfo("Asia/Shanghai")

# A module global, not a context variable: a live server thread in a browser test must see it too.
_frozen_at: datetime | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen_at if _frozen_at is not None else datetime.now(UTC)


def local(at: datetime) -> datetime:
    """The same instant in local time (Asia/Shanghai). Refuses naive datetimes with ValueError."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    return at.astimezone(LOCAL_TZ)


def today() -> date:
    """Today's date where the users are (Asia/Shanghai)."""
    return local(now()).date()


def monotonic() -> float:
    """Seconds that only grow, for how long something has been kept in memory."""
    return time.monotonic()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold `now()` at the given aware instant inside the block (tests, the demo; nests)."""
    global _frozen_at  # noqa: PLW0603 - this is the single switch that `now` reads
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    before, _frozen_at = _frozen_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before
