"""A line of a community's menu taken by a unit (QJ-10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import whole
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.painpoints import serving
from gongzhi.orgs import selectors as orgs

from ..menu import AT_ONCE_MOST, locked_line, may_take
from ..models import MenuTake


def take_line(
    *, actor: Actor, line_id: int, body: str, at_once: int, at: datetime | None = None
) -> MenuTake:
    """By a unit that checked in there, or by the community itself. Of two at once one gets it; of
    a unit that leaves at this moment nothing stays taken.

    NotFound (not there for this body), Invalid `at_once`, Conflict (somebody was first).
    """
    taker = orgs.body_by_code(body)
    with transaction.atomic():
        if taker is not None:
            # First the check-in, then the line: so does whoever ends it, who finds this take then.
            serving([taker.id], hold=True)
        line = locked_line(line_id)
        if taker is None or taker not in may_take(actor, line.body_id):
            raise NotFound
        whole(at_once, "at_once", 1, AT_ONCE_MOST)
        now = line.takes.filter(ended_at=None).first()
        if now is not None:
            if now.body_id == taker.id:
                return now  # a second tap
            raise Conflict(_("这一道刚刚被别的单位认领了。"))
        return MenuTake.objects.create(
            line=line, body_id=taker.id, at_once=at_once, user_id=actor.user_id,
            at=at or clock.now(),
        )  # fmt: skip
