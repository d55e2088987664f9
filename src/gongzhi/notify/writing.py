"""Writing messages: many in one statement, and one wake-up call for whoever sends them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from gongzhi.notify.jobs import wake_sender
from gongzhi.notify.models import Message

_gathered: ContextVar[list[Message] | None] = ContextVar("notify_gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write what is told inside the block in one statement at its end, in the open transaction."""
    rows: list[Message] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    write(rows)


def write(rows: Sequence[Message]) -> None:
    """Of messages with the same `dedupe` the first stays; a resident's waits for its sending.

    The sender is woken after the commit: whatever it then reads is there. Should the call get
    lost, the minute's round finds the message.
    """
    if not rows:
        return
    gathered = _gathered.get()
    if gathered is not None:
        gathered.extend(rows)
        return
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.resident_id is not None for row in rows):
        transaction.on_commit(wake_sender, robust=True)
