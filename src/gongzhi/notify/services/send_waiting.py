"""Send what waits: new messages, and those whose next try is due."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from gongzhi.accounts.selectors import addresses_of
from gongzhi.kernel import clock
from gongzhi.notify.gateways import Gateway, Text, gateway
from gongzhi.notify.models import Message
from gongzhi.notify.rules import GIVE_UP_AFTER, MAX_ATTEMPTS, pause_after

GONE: Final = "收信人已删除"


def send_waiting(*, at: datetime | None = None) -> int:
    """Send everything that is due, oldest first; how many went out.

    Whoever moves `retry_at` sends: two workers never send the same try. A worker that dies
    between sending and noting it is repeated after a pause, under the same reference, by which
    the provider drops the repeat.
    """
    at, sent, channel = at or clock.now(), 0, gateway()
    while claimed := _claim(at, channel.at_once):
        sent += _send(claimed, channel)
    return sent


def _claim(at: datetime, most: int) -> list[Message]:
    """The next messages, theirs is the try that now begins."""
    with transaction.atomic():
        rows = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(Q(retry_at=None) | Q(retry_at__lte=at), sent_at=None, resident__isnull=False)
            .filter(attempts__lt=MAX_ATTEMPTS, created_at__gt=at - GIVE_UP_AFTER)
            .order_by("created_at")[:most]
        )
        tries: defaultdict[int, list[int]] = defaultdict(list)
        for row in rows:
            tries[row.attempts + 1].append(row.pk)
        for attempt, ids in tries.items():
            Message.objects.filter(pk__in=ids).update(
                attempts=attempt, retry_at=at + pause_after(attempt)
            )
    return rows


def _send(rows: list[Message], channel: Gateway) -> int:
    addresses = addresses_of(resident_ids={row.resident_id for row in rows if row.resident_id})
    known = [row for row in rows if row.resident_id in addresses]
    texts = [
        Text(addresses[row.resident_id or 0].phone, row.text, f"message-{row.pk}") for row in known
    ]
    failed = {row.pk: GONE for row in rows if row.resident_id not in addresses}
    went = []
    try:
        for row, reason in zip(known, channel.send_many(texts), strict=True):
            if reason:
                failed[row.pk] = reason
            else:
                went.append(row.pk)
    finally:
        # Also when the worker is stopped: what went out is not sent again.
        Message.objects.filter(pk__in=went).update(sent_at=clock.now(), failure="")
        for pk, reason in failed.items():
            Message.objects.filter(pk=pk).update(failure=reason[:200])
    return len(went)
