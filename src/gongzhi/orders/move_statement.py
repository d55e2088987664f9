"""The one SQL statement of a move: order, events, clocks, holder and job, if nobody was first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gongzhi.platform.postgresql.prepared import fetch_one

from . import jobs
from .models import Order, OrderClock, OrderEvent, OrderParty
from .rowjson import Row, assign, insert, record, spread, text

# Fields that the engine may write; everything else of an order never changes after intake.
MOVED = (
    "state", "phase", "emergency", "category_id", "limit_id", "holder_body_id", "lead_body_id",
    "handler_id", "first_handler_id", "first_body_id", "clause", "auto_dispatched", "due_at",
    "soon_at", "handle_due_at", "promised_at", "unknown_year", "answer_on", "finished_at",
    "closed_at", "on_time", "returns", "extensions", "suspensions", "reworks", "presses",
    "published", "result", "solved", "satisfaction", "merged_into_id", "event_seq", "event_hash",
)  # fmt: skip
CLOCK = (
    "clock_state", "running", "due_at", "soon_at", "stopped_at", "on_time", "soon_told_at",
    "over_told_at",
)  # fmt: skip
HOLDER = ("body_id", "state", "due_at", "soon_at", "open")


@lru_cache(maxsize=1)
def statement() -> bytes:
    """Parameters: order (JSON), its id, the state and the event number it must still have, then

    events, changed clocks, new clocks, holder (JSON lists), name and arguments of the job.
    """
    order, clock = Order._meta.db_table, OrderClock._meta.db_table
    moved = (
        f'UPDATE "{order}" AS t SET {assign(MOVED)} FROM {spread(Order, 1, many=False)} AS v'
        " WHERE t.id = $2::bigint AND t.state = $3::text AND t.event_seq = $4::int RETURNING t.id"
    )
    changed = (
        f'UPDATE "{clock}" AS t SET {assign(CLOCK)} FROM o,'
        f" {spread(OrderClock, 6, many=True)} AS v WHERE t.id = v.id RETURNING t.id"
    )
    # Reading `changed` lets a stage stop before it starts anew: of each only one may run.
    after = "o CROSS JOIN (SELECT count(*) FROM changed) AS stopped"
    party = OrderParty._meta.db_table
    kept = assign(HOLDER).replace('v."', 'excluded."')
    since = (
        f'CASE WHEN "{party}".body_id = excluded.body_id AND "{party}".state = excluded.state'
        f' THEN "{party}".since ELSE excluded.since END'
    )
    holder = (
        f"{insert(OrderParty, f'o, {spread(OrderParty, 8, many=True)}')}"
        f" ON CONFLICT (order_id) WHERE role = 'holder' DO UPDATE SET {kept}, since = {since}"
    )
    return (
        f"WITH o AS ({moved}),"
        f" event AS ({insert(OrderEvent, f'o, {spread(OrderEvent, 5, many=True)}')}),"
        f" changed AS ({changed}),"
        f" started AS ({insert(OrderClock, f'{after}, {spread(OrderClock, 7, many=True)}')}),"
        f" holder AS ({holder}),"
        f" job AS ({jobs.insert_from('o', 9)})"
        " SELECT id FROM o"
    ).encode()


def run(
    order: Order,
    *,
    source: str,
    seq: int,
    events: Sequence[Row],
    changed: Sequence[OrderClock],
    started: Sequence[OrderClock],
    holder: Row | None,
) -> bool:
    """Write the move; False when the order is no longer in `source` after event `seq`."""
    parameters = [
        text(record(order, MOVED)),
        order.pk,
        source,
        seq,
        text(events),
        text([record(row, ("id", *CLOCK)) for row in changed]),
        text([record(row) for row in started]),
        text([holder] if holder else []),
        *jobs.follow_parameters(order.pk, seq + 1, order.event_seq),
    ]
    return fetch_one(statement(), parameters) is not None
