"""A line of a community's menu given back (QJ-10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from ..menu import locked_line, may_take, own_menus, told_back
from ..models import MenuLine, MenuTake


def give_line_back(*, actor: Actor, line_id: int, at: datetime | None = None) -> None:
    """By who took it or the community, both are told; orders in hand stay with who has them.

    NotFound.
    """
    at = at or clock.now()
    with transaction.atomic():
        line = locked_line(line_id)
        take = line.takes.filter(ended_at=None).first()
        if take is None or not _stands_for(actor, line, take):
            raise NotFound
        take.ended_at, take.ended_user_id = at, actor.user_id
        take.save(update_fields=["ended_at", "ended_user"])
        told_back(line, take, at)


def _stands_for(actor: Actor, line: MenuLine, take: MenuTake) -> bool:
    bodies = [*own_menus(actor), *may_take(actor, line.body_id)]
    return bool({line.body_id, take.body_id} & {one.id for one in bodies})
