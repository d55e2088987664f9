"""Reads of messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import DemoText, Message

_INBOX: Final = 50


@dataclass(frozen=True, slots=True)
class InboxText:
    """One text in the demo inbox; the phone is masked."""

    at: datetime
    phone: str
    text: str


def unread(actor: Actor) -> int:
    """How many messages a member of staff has not read; one query, 0 for anybody else."""
    if actor.kind != "staff" or actor.user_id is None:
        return 0
    return Message.objects.filter(user_id=actor.user_id, read_at=None).count()


def messages_of(actor: Actor) -> QuerySet[Message]:
    """The actor's own messages, newest first: staff under the bell, residents in their list."""
    rows = Message.objects.order_by("-created_at", "-id")
    if actor.kind == "staff" and actor.user_id is not None:
        return rows.filter(user_id=actor.user_id)
    if actor.kind == "resident" and actor.resident_id is not None:
        return rows.filter(resident_id=actor.resident_id)
    return rows.none()


def inbox() -> list[InboxText]:
    """The newest 50 texts of the demo."""
    rows = DemoText.objects.order_by("-at", "-id")[:_INBOX]
    return [
        InboxText(row.at, mask_phone(open_(row.phone_sealed)), open_(row.text_sealed))
        for row in rows
    ]
