"""Who has a part in an order: the rows that intake and moves write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..models import Order, OrderParty
from .rowjson import Row, row


def part(order: Order, role: str, body_id: int, since: datetime, **more: Any) -> Row:
    """A body's part in an order, as it is written."""
    return row(OrderParty, order_id=order.pk, body_id=body_id, role=role, since=since, **more)


def holder_part(order: Order, since: datetime) -> Row | None:
    """The part from which worklists are read; None when nobody has to act."""
    if order.holder_body_id is None:
        return None
    shown = {"state": order.state, "due_at": order.due_at, "soon_at": order.soon_at}
    return part(order, "holder", order.holder_body_id, since, **shown)


class OrderParts:
    """Gathers who leaves and who joins one locked order; those who leave go first."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.gone: list[Row] = []
        self.joined: list[Row] = []

    def leave(self, role: str, body_id: int | None = None) -> None:
        """Without a body everybody of the role leaves."""
        self.gone.append({"role": role, "body_id": body_id})
        self.joined = [
            new
            for new in self.joined
            if new["role"] != role or body_id not in (None, new["body_id"])
        ]

    def join(self, role: str, body_id: int, at: datetime, *, open: bool = True) -> None:
        """Nothing happens to a body that has this part already."""
        self.joined.append(part(self.order, role, body_id, at, open=open))
