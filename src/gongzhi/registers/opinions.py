"""Makes the panel of requests for a community's opinion known to the order engine (QJ-15)."""

from __future__ import annotations

from gongzhi.orders.panels import OrderPanel, register_order_panel


def register() -> None:
    """One panel for the process `opinion`."""
    from gongzhi.registers.reading.opinions import panel
    from gongzhi.registers.services.ask_opinion import PROCESS

    register_order_panel(OrderPanel(PROCESS, "registers/_opinion_panel.html", panel))
