"""Registers what long-running files and campaigns show on the pages of their orders."""

from __future__ import annotations

from . import campaigns, filing, longfiles
from .panels import OrderPanel, register_order_panel


def register() -> None:
    """The panels; the effects are known by being imported."""
    from .selectors.desk.gathered import campaign_panel, file_panel

    assert campaigns.all_places_checked is not None
    assert longfiles.adopt is not None
    register_order_panel(OrderPanel(filing.PROCESS, "orders/desk/_file_panel.html", file_panel))
    register_order_panel(
        OrderPanel(campaigns.PROCESS, "orders/desk/_campaign_panel.html", campaign_panel)
    )
