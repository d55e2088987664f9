"""The one SQL statement of a move: order, events, clocks, holder and job, if nobody was first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gongzhi.platform.postgresql.prepared import Value, fetch_one

from ..models import Order, OrderClock, OrderEvent, OrderParty
from . import jobs
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
    """Parameters: order (JSON), its id, the state and the event number it must still have; JSON
    lists of events, changed clocks, new clocks, parts that end, parts that begin and the holder;
    what `open` becomes (null: stays); the job (JSON list).
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
    after = _after("changed")
    return (
        f"WITH o AS ({moved}),"
        f" event AS ({insert(OrderEvent, f'o, {spread(OrderEvent, 5, many=True)}')}),"
        f" changed AS ({changed}),"
        f" started AS ({insert(OrderClock, f'{after}, {spread(OrderClock, 7, many=True)}')}),"
        f" {_parts()},"
        f" job AS ({jobs.insert_from('o', 12)})"
        " SELECT id FROM o"
    ).encode()


def _after(part: str) -> str:
    """Reading what went lets it go before its like comes: of each only one may be there."""
    return f"o CROSS JOIN (SELECT count(*) FROM {part}) AS before"


def _parts() -> str:
    """Who leaves, who joins, who holds it now, and whose part is open."""
    party, after = OrderParty._meta.db_table, _after("gone")
    gone = (
        f'DELETE FROM "{party}" AS t USING o,'
        " json_to_recordset($8::json) AS v(role text, body_id bigint)"
        " WHERE t.order_id = o.id AND t.role = v.role AND t.body_id = COALESCE(v.body_id, t.body_id)"
        " RETURNING t.id"
    )
    kept = assign(HOLDER).replace('v."', 'excluded."')
    since = (
        f'CASE WHEN "{party}".body_id = excluded.body_id AND "{party}".state = excluded.state'
        f' THEN "{party}".since ELSE excluded.since END'
    )
    opened = (
        f'UPDATE "{party}" AS t SET open = $11::boolean FROM {after}'
        " WHERE $11::boolean IS NOT NULL AND t.order_id = o.id AND t.role <> 'holder'"
        " AND (NOT $11::boolean OR t.role = 'lead')"
    )
    return (
        f"gone AS ({gone}),"
        f" joined AS ({insert(OrderParty, f'{after}, {spread(OrderParty, 9, many=True)}')}"
        " ON CONFLICT DO NOTHING),"
        f" holder AS ({insert(OrderParty, f'o, {spread(OrderParty, 10, many=True)}')}"
        f" ON CONFLICT (order_id) WHERE role = 'holder' DO UPDATE SET {kept}, since = {since}),"
        f" opened AS ({opened})"
    )


def run(
    order: Order,
    *,
    source: str,
    seq: int,
    events: Sequence[Row],
    changed: Sequence[OrderClock],
    started: Sequence[OrderClock],
    gone: Sequence[Row],
    joined: Sequence[Row],
    holder: Row | None,
    open_to: bool | None,
) -> bool:
    """Write the move; False when the order is no longer in `source` after event `seq`."""
    parameters: list[Value] = [
        text(record(order, MOVED)),
        order.pk,
        source,
        seq,
        text(events),
        text([record(row, ("id", *CLOCK)) for row in changed]),
        text([record(row) for row in started]),
        text(gone),
        text(joined),
        text([holder] if holder else []),
        None if open_to is None else str(open_to).lower(),
        jobs.follow_parameter([(order.pk, seq + 1, order.event_seq)]),
    ]
    return fetch_one(statement(), parameters) is not None
