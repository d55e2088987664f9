"""What the office asked and the reporter has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.scope import Actor

from ..models import Order, OrderEvent
from ..words.wording import short_of

_ASKED, _ANSWERED = "ask_reporter", "supplement"


@dataclass(frozen=True)
class Question:
    """The newest question in the asker's own words, who asked, and when."""

    text: str
    who: str
    at: datetime


def open_question(order: Order, actor: Actor) -> Question | None:
    """The newest question that came after the reporter's last words; None for anybody else."""
    if order.reporter_id is None or order.reporter_id != actor.resident_id:
        return None
    if order.phase == "closed":
        return None
    last = (
        OrderEvent.reached.filter(order=order, action__in=(_ASKED, _ANSWERED))
        .order_by("-seq")
        .first()
    )
    if last is None or last.action != _ASKED:
        return None
    text = str((last.payload or {}).get("note") or "").strip()
    return Question(text, short_of(last.body_id), last.at) if text else None
