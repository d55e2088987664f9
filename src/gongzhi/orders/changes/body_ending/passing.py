"""The parts of a body that ends pass to its successor."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.models import Body

from ...dispatch.catalogue import forget as forget_classes
from ...engine.jobs import quiet
from ...engine.perform import note_by_system
from ...models import Call, DutyClause, Order, OrderClock, OrderParty

HANDED_OVER: Final = "handed_over"
COLUMNS: Final = ("holder_body_id", "lead_body_id", "first_body_id")
_BATCH: Final = 2000


def _parts(body_id: int) -> QuerySet[OrderParty]:
    return OrderParty.objects.filter(body_id=body_id, order_id=OuterRef("pk"))


def _open(body_id: int) -> QuerySet[Order]:
    rows = Order.objects.visible_to(SYSTEM).exclude(phase="closed")
    found: QuerySet[Order] = rows.filter(Exists(_parts(body_id)))
    return found


def count(body_id: int) -> int:
    """Open orders in which the body has a part."""
    return _open(body_id).count()


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """Every part in open orders, their running clocks, calls of forces and lines of the duty list."""
    names = {row.pk: row for row in Body.objects.filter(pk__in=(from_id, to_id))}
    why = {"why": f"{names[from_id].name} → {names[to_id].name}"}
    moved = 0
    with quiet():
        for order in _open(from_id).select_for_update(of=("self",)).order_by("pk"):
            _pass_order(order, from_id, to_id)
            note_by_system(order, actor=SYSTEM, action=HANDED_OVER, payload=why, at=at)
            moved += 1
    _may_read_closed(from_id, to_id, at)
    _pass_calls(from_id, to_id)
    _pass_duties(names[from_id].code, names[to_id].code)
    return moved


def _pass_order(order: Order, from_id: int, to_id: int) -> None:
    parts = OrderParty.objects.filter(order=order)
    there = parts.filter(body_id=to_id).values("role")
    parts.filter(body_id=from_id, role__in=there).delete()
    parts.filter(body_id=from_id).update(body_id=to_id)
    OrderClock.objects.filter(order=order, body_id=from_id, stopped_at=None).update(body_id=to_id)
    for name in COLUMNS:
        if getattr(order, name) == from_id:
            setattr(order, name, to_id)


def _may_read_closed(from_id: int, to_id: int, at: datetime) -> None:
    """The old records stay the old body's; the successor reads them as a past lead does."""
    rows = OrderParty.objects.filter(body_id=from_id).order_by("order_id").values_list("order_id")
    ids = list(dict.fromkeys(row[0] for row in rows))
    OrderParty.objects.bulk_create(
        [OrderParty(order_id=one, body_id=to_id, role="past", open=False, since=at) for one in ids],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )


def _pass_calls(from_id: int, to_id: int) -> None:
    waiting: dict[str, Any] = {"fed_back_at": None, "cancelled_at": None}
    taken = Call.objects.filter(body_id=to_id, **waiting).values("order_id")
    calls = Call.objects.filter(body_id=from_id, **waiting)
    calls.exclude(order_id__in=taken).update(body_id=to_id)
    Call.objects.filter(caller_body_id=from_id, **waiting).update(caller_body_id=to_id)


def _pass_duties(old: str, new: str) -> None:
    """Lines that name the body by its code; a profile applied later says again what it says."""
    DutyClause.objects.filter(lead=old).update(lead=new)
    for clause in DutyClause.objects.filter(supporting__contains=[old]):
        named = [new if one == old else one for one in clause.supporting]
        clause.supporting = list(dict.fromkeys(named))
        clause.save(update_fields=["supporting"])
    forget_classes()
