"""Tell a resident something: a text to the phone, and a line in the list of messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongzhi.accounts.selectors import language_of
from gongzhi.kernel import clock
from gongzhi.notify.jobs import defer_sending
from gongzhi.notify.models import Message
from gongzhi.notify.texts import render


def tell_resident(
    *,
    resident_id: int,
    kind: str,
    context: Mapping[str, Any],
    order_number: str = "",
    dedupe: str | None = None,
    at: datetime | None = None,
) -> Message | None:
    """Write the message and queue its sending, both in the caller's transaction.

    `kind` is a key of `texts` in notify.yaml; `context` fills its placeholders (`number` is
    filled by itself). Of messages with the same `dedupe` only the first is written: then None.
    """
    values = {
        "resident_id": resident_id,
        "kind": kind,
        "text": render(
            kind, {"number": order_number, **context}, language_of(resident_id=resident_id)
        ),
        "order_number": order_number,
        "created_at": at or clock.now(),
    }
    with transaction.atomic():
        if dedupe is None:
            message = Message.objects.create(**values)
        else:
            message, made = Message.objects.get_or_create(dedupe=dedupe, defaults=values)
            if not made:
                return None
        defer_sending(message.pk)
    return message
