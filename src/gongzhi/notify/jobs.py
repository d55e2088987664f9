"""Names of the jobs of notify, so that services can queue them without importing tasks."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SEND_WAITING: Final = "notify.send_waiting"
QUEUE: Final = "messages"


def wake_sender() -> None:
    """Queue a round of sending, unless one waits already: it will find the new messages too."""
    try:
        with transaction.atomic():
            app.configure_task(SEND_WAITING, queue=QUEUE, queueing_lock=SEND_WAITING).defer(
                timestamp=0
            )
    except AlreadyEnqueued:
        return
