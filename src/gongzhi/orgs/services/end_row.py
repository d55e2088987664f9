"""End a membership, a post, a pairing or a responsibility on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from ..models import Membership, OfficePost, Pairing, Responsibility
from ..policies import reach_for_writing, row_body_for_writing
from .terms import ended

# What may be ended, and from which side: the column of the body that decides.
ENDABLE: dict[str, tuple[type[Any], str]] = {
    "membership": (Membership, "body_id"),
    "post": (OfficePost, "body_id"),
    "pairing": (Pairing, "community_id"),
    "responsibility": (Responsibility, "body_id"),
}


def end_row(*, actor: Actor, what: str, row_id: int, on: date) -> Any:
    """The row ends on `on` (its first day without effect) and stays as history.

    NotFound outside of the actor's scope, Denied where the actor may only read, Conflict when it
    has ended already, Invalid when `on` is not after its start.
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
        row.valid = ended(row.valid, on)
        row.save(update_fields=["valid"])
    return row
