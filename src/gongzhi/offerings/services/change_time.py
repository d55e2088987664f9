"""Another agreed moment for an order: by its resident, or by the desk for somebody who calls."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act

from ..ordering import AGREED


def change_time(*, actor: Actor, number: str, agreed: str, at: datetime | None = None) -> Order:
    """Raises NotFound, Denied, Invalid `agreed_at`, Conflict (full, too late)."""
    return act(actor=actor, number=number, action="change_time", payload={AGREED: agreed}, at=at)
