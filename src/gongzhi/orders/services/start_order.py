"""Start an order of a process that a module brings: somebody must do something by a time.

Matters come in by `report`; what a module starts has a lead from the beginning and words of the
module's own, in which nothing personal stands.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock as wall
from gongzhi.kernel.scope import SYSTEM, Actor

from .. import intake
from ..models import Order
from ..parts import part


def start_order(
    *,
    actor: Actor,
    process: str,
    client_key: uuid.UUID,
    source: str,
    text: str,
    area: AreaRef,
    lead_id: int,
    at: datetime | None = None,
) -> Order:
    """The order in its first state, whose clock runs; one's own when a resident starts it.

    The same `client_key` again gives the first order and writes nothing. Process.DoesNotExist
    when the profile has no such process.
    """
    at = at or wall.now()
    order = intake.new_order(
        client_key=client_key,
        at=at,
        where=intake.Place(area, outside=False),
        category=None,
        limit=None,
        process_id=intake.current_process_id(process),
        source=source,
        text=text,
        reporter_id=actor.resident_id,
        entered_by_id=actor.user_id,
        lead_body_id=lead_id,
    )
    rows = intake.begin(order, actor)
    rows.parties.append(part(order, "lead", lead_id, at))
    intake.fill(rows, actor, at, verified=True)
    if intake.write(rows):
        return order
    first: Order = Order.objects.visible_to(SYSTEM).get(client_key=client_key)
    return first
