"""What a lamp says: glyph, colour class and words, never the colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.web import words

GLYPHS = {"green": "●", "yellow": "◆", "red": "▲", "paused": "‖"}


def _seconds(remaining: Any, due_at: datetime | None, now: datetime) -> float | None:
    if isinstance(remaining, timedelta):
        return remaining.total_seconds()
    if isinstance(remaining, int | float):
        return float(remaining)
    return (due_at - now).total_seconds() if due_at else None


def lamp_view(
    state: str | None,
    due_at: datetime | None,
    remaining: Any,
    now: datetime,
    *,
    live: bool = False,
) -> dict[str, Any]:
    """Template values of a lamp: ``state glyph name left due due_at live``.

    ``left`` is the time left or over in words (``剩3小时``, ``1天2小时`` after 超时) and ``due``
    the deadline (``今天17:30前``). An unknown state reads as "no clock".
    """
    names = {"green": _("正常"), "yellow": _("临期"), "red": _("超时"), "paused": _("停表")}
    if state not in names:
        return {"state": "none", "glyph": "○", "name": _("不计时"), "left": "", "due": ""}
    left, due = "", ""
    if state != "paused":
        seconds = _seconds(remaining, due_at, now)
        if seconds is not None:
            span = words.duration_text(abs(seconds))
            left = span if state == "red" else _("剩%(time)s") % {"time": span}
            if state == "red" and seconds > 0:  # the stored lamp is ahead of a deadline in view
                left = ""
        due = words.due_text(due_at, now=now) if due_at else ""
    return {
        "state": state,
        "glyph": GLYPHS[state],
        "name": names[state],
        "left": left,
        "due": due,
        "due_at": due_at,
        "live": live and due_at is not None and state != "paused",
    }
