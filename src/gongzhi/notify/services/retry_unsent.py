"""Queue again what failed, or whose job got lost."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from procrastinate.exceptions import AlreadyEnqueued

from gongzhi.kernel import clock
from gongzhi.notify.jobs import defer_retry
from gongzhi.notify.models import Message
from gongzhi.notify.rules import GIVE_UP_AFTER, LOST_AFTER, MAX_ATTEMPTS

_BATCH: Final = 200


def retry_unsent(*, at: datetime | None = None) -> int:
    """Queue the oldest unsent messages whose time has come, 200 at most; returns how many."""
    at = at or clock.now()
    lost = Q(retry_at=None, created_at__lte=at - LOST_AFTER)
    due = (
        Message.objects.filter(lost | Q(retry_at__lte=at), sent_at=None, resident__isnull=False)
        .filter(attempts__lt=MAX_ATTEMPTS, created_at__gt=at - GIVE_UP_AFTER)
        .order_by("created_at")
        .values_list("pk", flat=True)[:_BATCH]
    )
    queued = 0
    for message_id in due:
        try:
            with transaction.atomic():
                defer_retry(message_id)
        except AlreadyEnqueued:
            continue
        queued += 1
    return queued
