"""What of wishes stands on a page for everybody: the checked sentence, where it stands, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..models import Order, Process
from ..opening import offered
from ..spec import spec_of
from ..wording import short_of
from .resident import area_of

MOST = 60


@dataclass(frozen=True)
class ShownWish:
    """One wish; `by` is who claimed it, empty while it is open."""

    words: str
    state: str
    by: str
    area: str
    at: datetime
    open: bool


def has_wishes() -> bool:
    """Whether something of what can be ordered here is shown to everybody."""
    return any(state.shown for spec in offered() for state in spec.states.values())


def shown() -> list[ShownWish]:
    """The newest first, those to be claimed before the others; at most 60."""
    pairs = [
        (process_id, state.key)
        for process_id in Process.objects.values_list("id", flat=True)
        for state in spec_of(process_id).states.values()
        if state.shown
    ]
    rows = Order.objects.shown(pairs).order_by("-reported_at")[:MOST]
    found = [_wish(order) for order in rows]
    return sorted(found, key=lambda wish: not wish.open)


def _wish(order: Order) -> ShownWish:
    state = spec_of(order.process_id).states[order.state]
    waits = state.holder == "community" and order.finished_at is None
    by = "" if waits else short_of(order.lead_body_id)
    return ShownWish(order.text, state.name(), by, area_of(order), order.reported_at, waits)
