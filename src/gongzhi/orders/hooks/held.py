"""What domains above held for residents, so that others can count it without entering it again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """One activity that is over: of which body, how long, and how many came. Never who."""

    id: int
    body_id: int
    title: str
    starts: datetime
    ends: datetime
    person_times: int
    href: str

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds()) // 60


# Which ids, or else of which bodies and between which moments.
Read = Callable[[Collection[int] | None, Collection[int], datetime | None, datetime], list[Held]]
_readers: list[Read] = []


def register_held(read: Read) -> None:
    """There is one reader: registering again replaces it."""
    _readers[:] = [read]


def held_of(ids: Collection[int], *, now: datetime) -> dict[int, Held]:
    """Those that are over, by id."""
    return {one.id: one for read in _readers for one in read(ids, (), None, now)}


def held_by(body_ids: Collection[int], since: datetime, until: datetime) -> list[Held]:
    """Those of these bodies that began since then and were over by then, newest first."""
    return [one for read in _readers for one in read(None, body_ids, since, until)]
