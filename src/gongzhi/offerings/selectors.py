"""What other domains may read of offerings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from gongzhi.orders.models import Order

from .models import HandOver

SHOWN = 50


@dataclass(frozen=True)
class FailedHandOver:
    """One that the city's government service system did not take, or of which it said nothing.

    The order's number and nothing of what it is about: whoever runs the machine needs no more.
    """

    order_id: int
    number: str
    there: str
    tries: int
    failure: str
    next_at: datetime | None


def failed_rows() -> QuerySet[HandOver]:
    """Of orders that are still open."""
    return HandOver.objects.exclude(failure="").filter(next_at__isnull=False)


def failed_handovers() -> tuple[int, list[FailedHandOver]]:
    """How many, and those that are tried soonest."""
    rows = failed_rows().order_by("next_at")
    found = list(rows[:SHOWN])
    numbers = dict(
        Order.reached.filter(pk__in=[row.pk for row in found]).values_list("pk", "number")
    )
    return rows.count(), [
        FailedHandOver(row.pk, numbers[row.pk], row.number, row.tries, row.failure, row.next_at)
        for row in found
    ]
