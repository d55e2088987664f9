"""Strike a membership that never was."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.scope import Actor

from ..correcting import note_correction, row_to_correct, said_by


def strike_membership(*, actor: Actor, row_id: int, seen: int, why: str) -> None:
    """The row goes; what it said is kept with the reason.

    NotFound, Denied, Conflict and Invalid (`why`) as when it is corrected.
    """
    with transaction.atomic():
        row = row_to_correct(actor, row_id, seen, why)
        note_correction(actor, row, said_by(row), None, why)
        row.delete()
