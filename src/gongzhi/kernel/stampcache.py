"""A value of this process that is read again when the stamp of its rows has changed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from . import clock

T = TypeVar("T")
Stamp = tuple[Any, ...]


class StampCache(Generic[T]):
    """One value with its stamp, which is asked for every few seconds at most.

    `stamp` is cheap (a count and the newest change of some rows), `read` is not.
    """

    def __init__(self, stamp: Callable[[], Stamp], read: Callable[[Stamp], T]) -> None:
        self._ask = stamp
        self._read = read
        self._lock = Lock()
        self._kept: tuple[Stamp, T] | None = None
        self._checked_at = 0.0

    def get(self, *, seconds: float) -> T:
        """The value; other processes' changes show after `seconds`."""
        now = clock.monotonic()
        kept = self._kept
        if kept is not None and now - self._checked_at < seconds:
            return kept[1]
        stamp = self._ask()
        with self._lock:
            if self._kept is None or self._kept[0] != stamp:
                self._kept = (stamp, self._read(stamp))
            self._checked_at = now
            return self._kept[1]

    def forget(self) -> None:
        """Read at the next call."""
        with self._lock:
            self._kept = None
            self._checked_at = 0.0
