"""What domains above agreed on with residents for a date, so that whoever changes it can call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from gongzhi.kernel.scope import Actor


@dataclass(frozen=True)
class Agreed:
    """One order that somebody is expected at: what, from when to when."""

    number: str
    title: str
    starts: datetime
    ends: datetime


Read = Callable[[Actor, int, date], list[Agreed]]
_readers: list[Read] = []


def register_agreed(read: Read) -> None:
    """There is one reader: registering again replaces it."""
    _readers[:] = [read]


def agreed_outside(actor: Actor, body_id: int, day: date) -> list[Agreed]:
    """Open orders in the actor's scope whose hour of that date the body's place no longer keeps."""
    return [one for read in _readers for one in read(actor, body_id, day)]
