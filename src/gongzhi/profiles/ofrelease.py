"""What is made of the release in force, once a release: parsed settings, rules, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .selectors import Settings, current

V = TypeVar("V")


class OfRelease(Generic[V]):
    """`get()` gives what `make` made of the release in force; the last one is kept.

    One pair is kept and replaced whole, so that a thread never finds it half changed.
    """

    def __init__(self, make: Callable[[Settings], V]) -> None:
        self._make = make
        self._kept: tuple[int, V] | None = None

    def get(self) -> V:
        """Raises what `current` raises when nothing has been applied."""
        release, kept = current(), self._kept
        if kept is None or kept[0] != release.release_id:
            kept = self._kept = (release.release_id, self._make(release))
        return kept[1]
