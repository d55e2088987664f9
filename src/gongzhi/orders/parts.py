"""Who has a part in an order: what a move changes about it, written with the move."""

from __future__ import annotations

from datetime import datetime

from .models import Order, OrderParty
from .rowjson import Row, row


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
            part
            for part in self.joined
            if part["role"] != role or body_id not in (None, part["body_id"])
        ]

    def join(self, role: str, body_id: int, at: datetime, *, open: bool = True) -> None:
        """Nothing happens to a body that has this part already."""
        part = row(
            OrderParty, order_id=self.order.pk, body_id=body_id, role=role, since=at, open=open
        )
        self.joined.append(part)
