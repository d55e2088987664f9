"""A small cache of this process whose entries live for seconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar, overload

from . import clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class TtlCache(Generic[K, V]):
    """At most `size` entries, each at most `seconds` old; the oldest go first."""

    def __init__(self, *, seconds: float, size: int) -> None:
        self._seconds = seconds
        self._size = size
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._lock = Lock()

    @overload
    def get(self, key: K, read: Callable[[], V]) -> V: ...
    @overload
    def get(self, key: K, read: Callable[[], V | None]) -> V | None: ...
    def get(self, key: K, read: Callable[[], V | None]) -> V | None:
        """The entry, or what `read` returns; a None is not kept, so guesses cannot fill it."""
        now = clock.monotonic()
        found = self._entries.get(key)
        if found is not None and found[0] > now:
            return found[1]
        value = read()
        with self._lock:
            self._entries.pop(key, None)
            if value is not None:
                self._entries[key] = (now + self._seconds, value)
                while len(self._entries) > self._size:
                    self._entries.popitem(last=False)
        return value

    def forget(self) -> None:
        """Drop everything: after a change in this process, and between tests."""
        with self._lock:
            self._entries.clear()

    def forget_one(self, key: K) -> None:
        """Drop one entry."""
        with self._lock:
            self._entries.pop(key, None)
