"""Opening hours of bodies' places that a domain above knows: what is given there keeps to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class OpenDay:
    """Hours of one date, (from, to) in order; none: closed.

    `said`: the date itself was spoken of (closed, a national holiday, other hours), not the week.
    """

    spans: tuple[tuple[time, time], ...] = ()
    said: bool = False

    def holds(self, starts: time, ends: time) -> bool:
        """Whether it is open all the while."""
        return any(opens <= starts and ends <= closes for opens, closes in self.spans)


Place = Callable[[date], OpenDay]
Read = Callable[[Collection[int]], Mapping[int, Place]]
_reading: list[Read] = []


def register_open_hours(read: Read) -> None:
    """`read` gives body id → its place, of those that have one; there is one such reader."""
    _reading[:] = [read]


def places_of(body_ids: Collection[int]) -> Mapping[int, Place]:
    """Of these bodies, those whose opening hours are known."""
    return _reading[0](body_ids) if _reading and body_ids else {}
