"""What one action, and what the system then does by itself, change: written in one go."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel.errors import Conflict

from . import events, move_statement
from .clocks import OrderClocks
from .models import Order
from .parts import OrderParts, holder_part
from .rowjson import Row


class Move:
    """Gathers the changes to one order that is locked in this transaction."""

    def __init__(self, order: Order, at: datetime) -> None:
        self.order = order
        self.at = at
        self.clocks = OrderClocks(order)
        self.parts = OrderParts(order)
        self.events: list[Row] = []
        self.brings_back = False
        self._source, self._seq = order.state, order.event_seq

    def record(self, event: events.NewEvent) -> None:
        """Append to the order's chain."""
        order = self.order
        sealed = events.sealed(
            event, order_id=order.pk, seq=order.event_seq + 1, prev=order.event_hash
        )
        self.events.append(sealed)
        order.event_seq, order.event_hash = sealed["seq"], sealed["hash"]

    def write(self) -> None:
        """Raises Conflict when somebody was first; then nothing of it is written."""
        order = self.order
        closed = order.phase == "closed"
        if closed or order.holder_body_id is None:
            self.parts.leave("holder")
        written = move_statement.run(
            order,
            source=self._source,
            seq=self._seq,
            events=self.events,
            changed=list(self.clocks.changed.values()),
            started=self.clocks.started,
            gone=self.parts.gone,
            joined=self.parts.joined,
            holder=None if closed else holder_part(order, self.at),
            open_to=False if closed else (True if self.brings_back else None),
        )
        if not written:
            raise Conflict
