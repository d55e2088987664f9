"""Orders of orders: long-running files and campaigns, their effects and the panels of their pages."""

from __future__ import annotations

from ..panels import OrderPanel, register_order_panel


def register() -> None:
    """Make their effects known, which importing them does, and their panels."""
    from ..selectors.desk.gathered import campaign_panel, file_panel
    from . import campaigns, files

    register_order_panel(OrderPanel(files.PROCESS, "orders/desk/_file_panel.html", file_panel))
    register_order_panel(
        OrderPanel(campaigns.PROCESS, "orders/desk/_campaign_panel.html", campaign_panel)
    )
