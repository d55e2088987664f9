"""What the page of an errand shows of its hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongzhi.accounts import logwords
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.panels import OrderPanel, register_order_panel
from gongzhi.orders.models import Order
from gongzhi.web.saidagain import Sentences

from .government import PURPOSE
from .models import HandOver
from .profile_section import HANDED_OVER_BY


def register() -> None:
    """Make the panel known, and what the access log says of a hand-over."""
    logwords.register(Sentences(PURPOSE).said)
    register_order_panel(OrderPanel(HANDED_OVER_BY, "offerings/_handover_panel.html", panel))


def panel(_actor: Actor, order: Order) -> Mapping[str, Any] | None:
    """The number there and its state, or why it still waits."""
    row = HandOver.objects.filter(order=order).first()
    return {"row": row} if row is not None else None
