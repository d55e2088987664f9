"""What one action, and what the system then does by itself, change: written in one go."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel.errors import Conflict

from . import events, move_statement
from .clocks import OrderClocks
from .models import Order, OrderParty
from .rowjson import Row, row


class Move:
    """Gathers the changes to one order that is locked in this transaction."""

    def __init__(self, order: Order, at: datetime) -> None:
        self.order = order
        self.at = at
        self.clocks = OrderClocks(order)
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
        written = move_statement.run(
            self.order,
            source=self._source,
            seq=self._seq,
            events=self.events,
            changed=list(self.clocks.changed.values()),
            started=self.clocks.started,
            holder=self._holder(),
        )
        if not written:
            raise Conflict
        parties = OrderParty.objects.filter(order=self.order)
        if self.order.holder_body_id is None or self.order.phase == "closed":
            parties.filter(role="holder").delete()
        if self.order.phase == "closed":
            parties.update(open=False)
        elif self.brings_back:
            parties.filter(role="lead").update(open=True)

    def _holder(self) -> Row | None:
        """The row from which worklists are read; None when nobody has to act."""
        order = self.order
        if order.phase == "closed" or order.holder_body_id is None:
            return None
        return row(
            OrderParty,
            order_id=order.pk,
            body_id=order.holder_body_id,
            role="holder",
            state=order.state,
            since=self.at,
            due_at=order.due_at,
            soon_at=order.soon_at,
        )
