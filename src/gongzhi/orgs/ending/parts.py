"""What goes with a body that ends to its successor: each domain above registers its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from gongzhi.orgs.models import BodyEnding


@dataclass(frozen=True)
class Watched:
    """Rows of a table that an ending may touch, remembered so that it can be taken back.

    `where` and `made` are conditions on `t` with %(from)s, %(to)s (body ids), %(from_code)s and
    %(at)s: rows to look at before, and rows that the ending may have added. With `strict` a row
    that was changed since stands in the way; without, it stays as it was changed. `kept` are columns
    that the database keeps itself out of other rows: they never come back.
    """

    table: str
    where: str
    made: str = ""
    strict: bool = False
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """`count(body_id)` says what hangs on a body now and writes nothing; `pass_on(from_id, to_id,
    at)` gives it to the successor within the caller's transaction and returns how many. What it
    touches is `watched` and comes back by itself, or by `take_back(ending, at)` where a domain has
    more to say. `let_go(from_id)` forgets what was kept for that, once it cannot happen any more.
    """

    key: str
    label: str | Promise
    count: Callable[[int], int]
    pass_on: Callable[[int, int, datetime], int]
    watched: tuple[Watched, ...] = ()
    take_back: Callable[[BodyEnding, datetime], int] | None = None
    let_go: Callable[[int], None] | None = None


_registered: dict[str, Ending] = {}


def register_ending(ending: Ending) -> None:
    """Take part whenever a body ends. Registering the same key again replaces it."""
    _registered[ending.key] = ending


def endings() -> list[Ending]:
    """All of them, by key."""
    return [_registered[key] for key in sorted(_registered)]
