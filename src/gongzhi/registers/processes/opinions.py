"""Makes panel and words of requests for a community's opinion known to the order engine (QJ-15)."""

from __future__ import annotations

from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.panels import OrderPanel, register_order_panel
from gongzhi.orders.words.written import register_words
from gongzhi.profiles.selectors import NoProfileError
from gongzhi.web.navigation import register_entry_check


def register() -> None:
    """Panel and words for the process `opinion`."""
    from gongzhi.registers.reading.opinions import panel, words_of_orders
    from gongzhi.registers.services.ask_opinion import PROCESS

    register_entry_check("/desk/registers/opinions/", _may_ask)
    register_order_panel(OrderPanel(PROCESS, "registers/_opinion_panel.html", panel))
    register_words(PROCESS, words_of_orders)


def _may_ask(actor: Actor) -> bool:
    """Whether the body of a post may ask; nobody's before the city has its profile."""
    from gongzhi.registers.services.ask_opinion import asking_body

    try:
        return asking_body(actor) is not None
    except NoProfileError:
        return False
