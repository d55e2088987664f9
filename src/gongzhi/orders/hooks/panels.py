"""What a module shows on the page of an order of its own process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gongzhi.kernel.scope import Actor

from ..models import Order
from ..process.spec import spec_of


@dataclass(frozen=True)
class OrderPanel:
    """`read` gives the values of the template, within the scope of whoever looks; None: nothing."""

    process: str
    template: str
    read: Callable[[Actor, Order], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Shown:
    """A panel with its values."""

    template: str
    values: Mapping[str, Any]


_panels: dict[str, OrderPanel] = {}


def register_order_panel(panel: OrderPanel) -> None:
    """One for each process; registering again replaces it."""
    _panels[panel.process] = panel


def panel_of(actor: Actor, order: Order) -> Shown | None:
    """What the page shows beside the order; None for processes without a panel."""
    panel = _panels.get(spec_of(order.process_id).key)
    values = panel.read(actor, order) if panel else None
    return Shown(panel.template, values) if panel and values is not None else None
