"""Reads for programs."""

from __future__ import annotations

from django.db.models import QuerySet

from gongzhi.kernel.scope import Actor

from ..models import Order

MOST = 200


def open_orders(actor: Actor, *, state: str, after: str, size: int) -> QuerySet[Order]:
    """Open orders in scope, by number; `after` is the last number of the page before."""
    rows = Order.objects.visible_to(actor).open().order_by("number")
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(number__gt=after)
    return rows.only("number", "state", "due_at")[: max(1, min(size, MOST))]
