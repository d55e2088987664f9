"""Lines of a menu come back to be taken when their unit no longer serves there (QJ-10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from gongzhi.kernel import clock
from gongzhi.orders.hooks.painpoints import serving

from ..menu import told_back
from ..models import MenuLine, MenuTake


def return_lines(*, at: datetime | None = None) -> int:
    """How many came back; community, unit and residents with a series are told. May run twice.

    Orders in hand stay with who has them.
    """
    at = at or clock.now()
    rows = MenuTake.objects.filter(ended_at=None).exclude(body_id=F("line__body_id"))
    takes = list(rows.order_by("line_id").values_list("line_id", "body_id", "line__body_id"))
    pairs = serving({unit for _line, unit, _community in takes})
    gone = [(line, unit) for line, unit, community in takes if (unit, community) not in pairs]
    return sum(_return_one(line_id, unit_id, at) for line_id, unit_id in gone)


def _return_one(line_id: int, unit_id: int, at: datetime) -> bool:
    """Looked at again on the locked line: it may have been given back or passed on meanwhile."""
    with transaction.atomic():
        line = MenuLine.objects.select_for_update().get(pk=line_id)
        take = line.takes.filter(ended_at=None, body_id=unit_id).first()
        if take is None or (unit_id, line.body_id) in serving([unit_id]):
            return False
        take.ended_at = at
        take.save(update_fields=["ended_at"])
        told_back(line, take, at)
    return True
