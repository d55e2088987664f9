"""A call that nobody answers rises, level by level, as the process says. Runs every minute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock as wall
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs import selectors as orgs

from .. import calling
from ..engine.perform import note_by_system
from ..models import Call, Order, OrderParty
from .answer_call import locked_call

BATCH = 200


def raise_calls(*, at: datetime | None = None) -> int:
    """Raise each call whose time has come by one level. Returns how many rose."""
    at = at or wall.now()
    due = Call.objects.filter(raise_at__lte=at, fed_back_at=None, cancelled_at=None)
    count = 0
    for call_id in due.order_by("raise_at").values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            row, order = locked_call(call_id)
            if row.raise_at is not None and row.raise_at <= at and row.cancelled_at is None:
                _raise(row, order, at)
                count += 1
    return count


def _raise(row: Call, order: Order, at: datetime) -> None:
    """One level up: it is told and may look; the next level's time starts."""
    calls = calling.calls_of(order)
    levels = calls.rises if calls is not None else ()
    if row.raised >= len(levels) or order.phase == "closed":
        row.raise_at = None
        row.save(update_fields=["raise_at"])
        return
    body = calling.level_body(levels[row.raised].to, row, order)
    row.raised += 1
    following = levels[row.raised].after if row.raised < len(levels) else None
    row.raise_at = calling.due(at, following, None) if following is not None else None
    row.save(update_fields=["raised", "raise_at"])
    if body is None:
        return  # nobody stands on this level here; the next one has its time
    if body.id not in {row.body_id, row.caller_body_id}:
        part = OrderParty(order=order, body_id=body.id, role="supervisor", since=at)
        OrderParty.objects.bulk_create([part], ignore_conflicts=True)
    silent = orgs.body_by_id(row.body_id)
    payload = {
        "call": row.pk,
        "raised": row.raised,
        "to": body.id,
        "bodies": [body.code],
        "silent": silent.code if silent is not None else "",
    }
    note_by_system(order, actor=SYSTEM, action="call_raised", payload=payload, at=at)
