"""The rows of an order of a process other than a matter: somebody must do something by a time.

Matters come in by `report`; what is started here has a lead from the beginning and, where it is
started for a person, words in which nothing personal stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongzhi.kernel.scope import SYSTEM, Actor

from ..engine.parts import part
from ..models import Order
from ..process.current import current_process_id
from . import writing
from .place import Place


@dataclass(frozen=True)
class Start:
    """What the new order is about. `said` are values of the process's own fields, clean;
    `caller_id` is the body that calls others and judges what they did.
    """

    process: str
    source: str
    text: str
    where: Place
    lead_id: int
    client_key: uuid.UUID
    caller_id: int | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    emergency: bool = False
    said: Mapping[str, Any] = field(default_factory=dict)


def begin_order(*, actor: Actor, start: Start, at: datetime) -> Order:
    """The order in its first state, whose clock runs; one's own when a resident starts it.

    The same `client_key` again gives the first order and writes nothing. Process.DoesNotExist
    when the profile has no such process.
    """
    order = writing.new_order(
        client_key=start.client_key,
        at=at,
        where=start.where,
        category=None,
        limit=None,
        process_id=current_process_id(start.process),
        source=start.source,
        text=start.text,
        place=start.place,
        lon=start.lon,
        lat=start.lat,
        reporter_id=actor.resident_id,
        entered_by_id=actor.user_id,
        lead_body_id=start.lead_id,
    )
    order.emergency = start.emergency
    rows = writing.begin(order, actor)
    rows.caller_id = start.caller_id
    rows.parties.append(part(order, "lead", start.lead_id, at))
    if start.caller_id is not None:
        rows.parties.append(part(order, "caller", start.caller_id, at))
    writing.fill(rows, actor, at, verified=True, said=start.said)
    if writing.write(rows):
        return order
    first: Order = Order.objects.visible_to(SYSTEM).get(client_key=start.client_key)
    return first
