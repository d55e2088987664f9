"""A member of staff has read their messages."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message


def mark_read(*, actor: Actor, message_id: int | None = None, at: datetime | None = None) -> int:
    """Mark one message, or all, of the actor's own; returns how many were unread.

    Somebody else's message is left alone, and 0 returned: whether it exists is not told.
    """
    if actor.kind != "staff" or actor.user_id is None:
        raise Denied
    rows = Message.objects.filter(user_id=actor.user_id, read_at=None)
    if message_id is not None:
        rows = rows.filter(pk=message_id)
    return rows.update(read_at=at or clock.now())
