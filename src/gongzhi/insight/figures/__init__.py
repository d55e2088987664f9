"""Figures: counted from orders, never typed.

    from gongzhi.insight.figures import tally, by_day, by_class, window
    tally(actor=actor, area_path="1.", span=window.last_days(30)).solved_rate

Every figure is a condition on orders (`measures`), so the list behind it counts the same.
"""

from .measures import MEASURES, Measure, condition, measure
from .selectors import by_body, by_child, by_class, by_day, by_hour, tally
from .tally import Tally
from .window import Span, last_days, today_span

__all__ = [
    "MEASURES",
    "Measure",
    "Span",
    "Tally",
    "by_body",
    "by_child",
    "by_class",
    "by_day",
    "by_hour",
    "condition",
    "last_days",
    "measure",
    "tally",
    "today_span",
]
