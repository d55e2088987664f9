"""Names of the jobs of notify, so that services can queue them without importing tasks."""

from __future__ import annotations

from typing import Final

from procrastinate.contrib.django import app

SEND_MESSAGE: Final = "notify.send_message"
QUEUE: Final = "messages"


def defer_sending(message_id: int) -> None:
    """Queue the sending of a message on Django's connection: in the caller's transaction."""
    app.configure_task(SEND_MESSAGE, queue=QUEUE).defer(message_id=message_id)


def defer_retry(message_id: int) -> None:
    """The same, unless a retry of it is waiting already (procrastinate's AlreadyEnqueued)."""
    app.configure_task(
        SEND_MESSAGE, queue=QUEUE, queueing_lock=f"{SEND_MESSAGE}:{message_id}"
    ).defer(message_id=message_id)
