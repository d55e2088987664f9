"""Starting an order of any process at the desk, and taking its steps."""

from __future__ import annotations

import uuid
from typing import Any

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.services.act import act
from gongzhi.orders.services.opening import Opening
from gongzhi.orders.services.start_at_desk import start_at_desk

from ..conftest import T0, City


def start(city: City, actor: Actor, process: str, *, at: Any = T0, **values: Any) -> Order:
    """One order at the city's grid; `values` are those of `Opening`, the rest its own fields."""
    plain = {
        "text", "place", "lon", "lat", "body", "client_key", "origin", "called", "phone", "name",
        "source", "area_code",
    }  # fmt: skip
    given = {"text": "三号楼楼道堆放杂物", "lon": city.lon, "lat": city.lat}
    given |= {k: v for k, v in values.items() if k in plain}
    opening = Opening(
        process=process,
        client_key=given.pop("client_key", None) or uuid.uuid4(),
        fields={k: v for k, v in values.items() if k not in plain},
        **given,
    )
    return fresh(start_at_desk(actor=actor, opening=opening, at=at))


def step(order: Order, actor: Actor, action: str, *, at: Any = T0, **payload: Any) -> Order:
    """One action; the order as it is then."""
    act(actor=actor, number=order.number, action=action, payload=payload, at=at)
    return fresh(order)


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def payload_of(order: Order, action: str) -> dict[str, Any]:
    """What the last event of an action kept."""
    row = OrderEvent.reached.filter(order=order, action=action).order_by("-seq").first()
    assert row is not None
    return row.payload or {}
