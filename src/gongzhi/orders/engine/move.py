"""What one action, and what the system then does by itself, change: written in one go."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gongzhi.kernel.errors import Conflict

from ..models import Order
from . import events, move_statement
from .clocks import OrderClocks
from .parts import OrderParts, holder_part
from .rowjson import Row

_log = logging.getLogger(__name__)
# Machines that keep the same time differ by less; more means that a clock was set back.
_USUAL: Final = timedelta(seconds=60)


class Move:
    """Gathers the changes to one order that is locked in this transaction.

    Its time never lies before that of the order's last event: a server whose clock was set back
    gives nobody time that is over, and the record stays in order.
    """

    def __init__(self, order: Order, at: datetime) -> None:
        self.order = order
        self.clocks = OrderClocks(order)
        self.at = self._not_before(at, self.clocks.last_at)
        self.parts = OrderParts(order)
        self.events: list[Row] = []
        self.brings_back = False
        self._source, self._seq = order.state, order.event_seq

    def _not_before(self, at: datetime, last: datetime | None) -> datetime:
        if last is None or at >= last:
            return at
        if last - at > _USUAL:
            behind = int((last - at).total_seconds())
            _log.warning("clock behind order %s by %s s", self.order.number, behind)
        return last

    def record(self, event: events.NewEvent) -> None:
        """Append to the order's chain."""
        order = self.order
        event = replace(event, at=max(event.at, self.at))
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
