"""What an entry of the field outbox is, and who carries which kind of entry out.

The order engine knows its own kinds (`services/accept_outbox_entry.py`). A domain above registers
the kinds that are its own, so that a phone has one outbox and the engine knows nobody above it:

    register_kind("visit", record_visit)
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from gongzhi.kernel.scope import Actor

Result = Literal["done", "noted", "refused"]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did in the field.

    `seq` is the order's event number that the page showed (None: not known), `made_at` the
    moment by the phone's clock, kept for the record only. Photos are raw files: `before` and
    `after` where the form tells them apart, else `photos` in the order they were taken.
    """

    client_key: uuid.UUID
    kind: str
    number: str = ""
    seq: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    made_at: datetime | None = None
    photos: tuple[bytes, ...] = ()
    before: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()

    def words(self, name: str, longest: int = 2000) -> str:
        """A text of the payload, trimmed; empty when it is not there."""
        value = self.payload.get(name)
        return "" if value is None else str(value).strip()[:longest]


@dataclass(frozen=True)
class Answer:
    """What the outbox shows: done, noted (kept as an addition) or refused, with a sentence."""

    client_key: uuid.UUID
    result: Result
    message: str
    number: str = ""


# Runs inside one transaction that a GongzhiError undoes; must give a repeat its first answer.
Handler = Callable[[Actor, Entry], Answer]

_handlers: dict[str, Handler] = {}


def register_kind(kind: str, handler: Handler) -> None:
    """Make a kind of a domain above known. Registering the same kind again replaces it."""
    _handlers[kind] = handler


def handler_of(kind: str) -> Handler | None:
    """Who carries out this kind; None for a kind that nobody registered."""
    return _handlers.get(kind)
