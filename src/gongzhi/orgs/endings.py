"""What goes with a body that ends to its successor: each domain above registers its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Ending:
    """`count(body_id)` says what hangs on a body now and writes nothing; `pass_on(from_id, to_id,

    at)` gives it to the successor within the caller's transaction and returns how many.
    """

    key: str
    label: str | Promise
    count: Callable[[int], int]
    pass_on: Callable[[int, int, datetime], int]


_registered: dict[str, Ending] = {}


def register_ending(ending: Ending) -> None:
    """Take part whenever a body ends. Registering the same key again replaces it."""
    _registered[ending.key] = ending


def endings() -> list[Ending]:
    """All of them, by key."""
    return [_registered[key] for key in sorted(_registered)]
