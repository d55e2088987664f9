"""A line of a community's menu ended (QJ-10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from ..menu import locked_line, own_menus


def end_line(*, actor: Actor, line_id: int, at: datetime | None = None) -> None:
    """By the community: nobody orders it any more, orders in hand go on. NotFound."""
    with transaction.atomic():
        line = locked_line(line_id)
        if line.body_id not in {one.id for one in own_menus(actor)}:
            raise NotFound
        line.ended_at, line.ended_user_id = at or clock.now(), actor.user_id
        line.save(update_fields=["ended_at", "ended_user"])
        line.takes.filter(ended_at=None).update(ended_at=line.ended_at, ended_user_id=actor.user_id)
