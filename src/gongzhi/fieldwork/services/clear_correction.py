"""The community has looked at a correction that was kept: its words are not needed any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.fieldwork.models import KeptCorrection
from gongzhi.fieldwork.reach import GATHER_ROLES
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor


def clear_correction(*, actor: Actor, correction_id: int, at: datetime | None = None) -> None:
    """Empties the words; twice does nothing. Denied, NotFound."""
    if not actor.has_role(*GATHER_ROLES):
        raise Denied
    with transaction.atomic():
        rows = KeptCorrection.objects.visible_to(actor).filter(pk=correction_id)
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound
        if row.done_at is None:
            row.words_sealed, row.done_at = "", at or clock.now()
            row.save(update_fields=["words_sealed", "done_at"])
