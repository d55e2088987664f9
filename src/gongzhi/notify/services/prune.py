"""Delete what nobody needs any more (PIPL art. 19: the shortest time)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from gongzhi.kernel import clock
from gongzhi.notify.models import DemoText, Message

KEEP_TEXTS: Final = timedelta(days=2)
KEEP_MESSAGES: Final = timedelta(days=365)


def prune(*, at: datetime | None = None) -> int:
    """Demo texts after two days, messages after a year; returns how many rows went."""
    at = at or clock.now()
    texts = DemoText.objects.filter(at__lte=at - KEEP_TEXTS).delete()[0]
    return texts + Message.objects.filter(created_at__lte=at - KEEP_MESSAGES).delete()[0]
