"""Remove a membership, a post, a pairing or a responsibility that was entered by mistake today."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor

from ..policies import reach_for_writing, row_body_for_writing
from .end_row import ENDABLE


def entered_today(row: Any) -> bool:
    """Whether a row was recorded on this very day: what is older is history and ends instead."""
    return bool(clock.local(row.recorded_at).date() == clock.today())


def remove_row(*, actor: Actor, what: str, row_id: int) -> None:
    """The row goes as if it had never been.

    NotFound outside of the actor's scope, Denied where the actor may only read, Conflict when it
    was recorded before today.
    """
    reach_for_writing(actor)
    if what not in ENDABLE:
        raise NotFound
    model, side = ENDABLE[what]
    with transaction.atomic():
        found = model.objects.visible_to(actor).select_for_update(of=("self",))
        row = found.filter(pk=row_id).first()
        if row is None:
            raise NotFound
        row_body_for_writing(actor, getattr(row, side))
        if not entered_today(row):
            raise Conflict(_("只有当天登记的才能删除；以前登记的请办结束，记录会留下。"))
        row.delete()
