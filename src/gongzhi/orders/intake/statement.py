"""The one SQL statement of intake: order, events, parties, clocks and job, all or nothing.

Measured on two cores: 1.1 ms of processor time less for each report than the same statement with
a value list.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gongzhi.platform.postgresql.prepared import fetch_one

from ..engine import jobs
from ..engine.rowjson import Row, insert, record, spread, text
from ..models import Order, OrderClock, OrderEvent, OrderParty


@lru_cache(maxsize=1)
def statement() -> bytes:
    """Parameters: order, events, parties, clocks (JSON), name and arguments of the job.

    Everything but the order is written only when the order itself was: a client key that was
    taken in before writes nothing and returns no row.
    """
    parts = [
        f"o AS ({insert(Order, spread(Order, 1, many=False))}"
        " ON CONFLICT (client_key) DO NOTHING RETURNING id)"
    ]
    for number, model in enumerate((OrderEvent, OrderParty, OrderClock), start=2):
        rows = insert(model, f"o, {spread(model, number, many=True)}")
        parts.append(f"{model._meta.model_name} AS ({rows})")
    parts.append(f"job AS ({jobs.insert_from('o', 5)})")
    return f"WITH {', '.join(parts)} SELECT id FROM o".encode()


def run(
    *,
    order: Order,
    events: Sequence[Row],
    parties: Sequence[Row],
    clocks: Sequence[OrderClock],
) -> bool:
    """Write the rows; False when this client key was taken in before and nothing was written.

    By itself the statement is one transaction; inside an atomic block it is part of that one.
    """
    parameters = [
        text(record(order)),
        text(events),
        text(parties),
        text([record(row) for row in clocks]),
        *jobs.follow_parameters(order.pk, 1, order.event_seq),
    ]
    return fetch_one(statement(), parameters) is not None
