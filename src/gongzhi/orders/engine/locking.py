"""What every action begins with: the order, locked, and its clocks. Two prepared statements."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from pydantic_core import from_json

from gongzhi.kernel.scope import Actor
from gongzhi.platform.postgresql.prepared import fetch_one

from ..models import Order, OrderClock, OrderEvent
from ..querysets import OrderScope
from .rowread import instances, numbered

_STAND: Final = (
    f'SELECT (SELECT json_agg(row_to_json(c)) FROM "{OrderClock._meta.db_table}" AS c'  # noqa: S608
    " WHERE c.order_id = $1::bigint AND c.stopped_at IS NULL),"
    f' (SELECT to_json(e.at) FROM "{OrderEvent._meta.db_table}" AS e'
    " WHERE e.order_id = $1::bigint AND e.seq = $2::int)"
).encode()


def locked(actor: Actor, number: str) -> Order | None:
    """The order, locked in this transaction, if the actor may see it (as by `visible_to`)."""
    condition: str = "TRUE"
    values: tuple[str | int, ...] = ()
    if not actor.is_system:
        scope = Order.objects.all().scope_for(actor)
        if not isinstance(scope, OrderScope):
            return Order.objects.visible_to(actor).select_for_update().filter(number=number).first()
        condition, values = scope.condition(*(_column(name) for name in scope.needs))
    row = fetch_one(_lock(condition), [*values, number])
    return next(instances(Order, row[0]), None) if row is not None else None


def stand_of(order: Order) -> tuple[list[OrderClock], datetime | None]:
    """The clocks of an order that have not stopped, and when its last event was.

    A statement of its own: what is read while waiting for the lock would be what was there before.
    """
    row = fetch_one(_STAND, [order.pk, order.event_seq])
    found, last = row if row is not None else (None, None)
    return list(instances(OrderClock, found)), datetime.fromisoformat(
        from_json(last)
    ) if last else None


@lru_cache(maxsize=256)
def _lock(condition: str) -> bytes:
    return numbered(
        f'SELECT json_build_array(row_to_json(o)) FROM "{Order._meta.db_table}" AS o'  # noqa: S608
        f" WHERE {condition} AND o.number = %s FOR UPDATE OF o"
    ).encode()


def _column(name: str) -> str:
    columns = {field.attname: field.column for field in Order._meta.concrete_fields}
    return f'o."{columns["id" if name == "pk" else name]}"'
