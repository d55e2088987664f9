"""Orders come back to a body whose ending is taken back: the open ones, with their running clocks.

What the successor closed in the meantime stays its own; the body may read it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.ending.tracing import rows_of
from gongzhi.orgs.models import BodyEnding, EndedRow

from ...engine.jobs import quiet
from ...engine.perform import note_by_system
from ...models import Order, OrderClock, OrderParty
from .passing import HANDED_OVER

_COLUMN_OF: Final = {"holder": "holder_body_id", "lead": "lead_body_id"}


def take_back(ending: BodyEnding, tables: dict[str, str], at: datetime) -> int:
    """How many open orders came back; the record of each says so. No clock is touched."""
    traces: dict[int, list[EndedRow]] = {}
    found = rows_of(ending, tables["parts"])
    OrderParty.objects.filter(pk__in=[one.row_id for one in found if one.was is None]).delete()
    changed = [one for one in found if one.was is not None]
    order_of = dict(
        OrderParty.objects.filter(pk__in=[one.row_id for one in changed]).values_list(
            "pk", "order_id"
        )
    )
    for one in changed:
        order_id = order_of.get(one.row_id) or (one.was or {}).get("order_id")
        if order_id:
            traces.setdefault(order_id, []).append(one)
    timed = [one.row_id for one in rows_of(ending, tables["clocks"])]
    first = {one.row_id for one in rows_of(ending, tables["orders"])}
    why = {"why": f"{ending.successor.name} → {ending.body.name}"}
    back = 0
    orders = Order.objects.visible_to(SYSTEM).filter(pk__in=traces)
    with quiet():
        for order in orders.select_for_update(of=("self",)).order_by("pk"):
            if order.phase == "closed":
                _may_read(order, ending.body_id, at)
                continue
            if _return(order, ending, traces[order.pk], timed):
                if order.pk in first and order.first_body_id == ending.successor_id:
                    order.first_body_id = ending.body_id
                note_by_system(order, actor=SYSTEM, action=HANDED_OVER, payload=why, at=at)
                back += 1
    return back


def _return(order: Order, ending: BodyEnding, traces: list[EndedRow], timed: list[int]) -> bool:
    """Parts that the successor still has since then; False when the order has moved on."""
    parts = OrderParty.objects.filter(order=order)
    returned = False
    for one in traces:
        was: dict[str, Any] = one.was or {}
        if one.became is None:
            # The successor had the same part: now each has its own again.
            values = {k: v for k, v in was.items() if k not in {"id", "order_id", "role"}}
            if was["role"] not in _COLUMN_OF:
                parts.get_or_create(order=order, role=was["role"], **values)
                returned = True
            continue
        part = parts.filter(pk=one.row_id, body_id=ending.successor_id).first()
        if part is None:
            continue
        part.body_id, returned = ending.body_id, True
        part.save(update_fields=["body"])
        column = _COLUMN_OF.get(part.role, "")
        if column and getattr(order, column) == ending.successor_id:
            setattr(order, column, ending.body_id)
    clocks = OrderClock.objects.filter(order=order, pk__in=timed, body_id=ending.successor_id)
    clocks.filter(stopped_at=None).update(body_id=ending.body_id)
    return returned


def _may_read(order: Order, body_id: int, at: datetime) -> None:
    OrderParty.objects.bulk_create(
        [OrderParty(order=order, body_id=body_id, role="past", open=False, since=at)],
        ignore_conflicts=True,
    )
