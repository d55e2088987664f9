"""Due soon → the handler; overdue → its head and the supervisor. Runs by itself every minute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock as wall
from gongzhi.kernel.scope import SYSTEM

from .. import telling
from ..models import Order, OrderClock

BATCH = 500


def escalate(*, at: datetime | None = None) -> tuple[int, int]:
    """Tell about every stage clock that turned yellow or red since the last run, each once.

    Returns (told soon, told over). Found by the partial indexes, claimed by compare-and-swap, so
    that two workers tell nobody twice.
    """
    at = at or wall.now()
    soon = _run("soon_at", "soon_told_at", telling.due_soon, at)
    over = _run("due_at", "over_told_at", telling.overdue, at)
    return soon, over


def _run(due: str, told: str, tell: telling.TellClock, at: datetime) -> int:
    waiting = OrderClock.objects.filter(
        running=True, stopped_at=None, **{f"{due}__lte": at, told: None}
    ).order_by(due)[:BATCH]
    count = 0
    for row in waiting:
        with transaction.atomic():
            won = OrderClock.objects.filter(
                pk=row.pk, running=True, stopped_at=None, **{told: None}
            ).update(**{told: at})
            if won:
                order = Order.objects.visible_to(SYSTEM).get(pk=row.order_id)
                tell(order, row)
                count += 1
    return count
