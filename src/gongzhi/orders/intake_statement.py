"""The one SQL statement of intake: order, events, parties, clocks and job, all or nothing.

The rows travel as JSON, which PostgreSQL itself spreads into columns: so the text of the statement
is always the same, has five parameters instead of two hundred, and is parsed and planned once a
connection. Measured on two cores: 1.1 ms of processor time less for each report than the same
statement with a value list.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import models

from gongzhi.platform.postgresql.prepared import fetch_one

from . import jobs
from .models import Order, OrderClock, OrderEvent, OrderParty

_DB_DEFAULTS: dict[type[models.Model], set[str]] = {OrderEvent: {"xid"}}


@lru_cache(maxsize=8)
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """(column, attribute) of what is written; the database numbers all rows but the order's."""
    skip = _DB_DEFAULTS.get(model, set())
    keep_id = model is Order
    return tuple(
        (str(f.column), f.attname)
        for f in model._meta.concrete_fields
        if f.name not in skip and (keep_id or not f.primary_key)
    )


def _insert(model: type[models.Model], source: str) -> str:
    table = model._meta.db_table
    columns = [f'"{column}"' for column, _ in _columns(model)]
    values = ", ".join(f"v.{column}" for column in columns)
    return f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM {source} AS v'


@lru_cache(maxsize=1)
def statement() -> bytes:
    """Parameters: order, events, parties, clocks (JSON), name and arguments of the job.

    Everything but the order is written only when the order itself was: a client key that was
    taken in before writes nothing and returns no row.
    """
    parts = [
        f"o AS ({_insert(Order, _spread(Order, 1, many=False))}"
        " ON CONFLICT (client_key) DO NOTHING RETURNING id)"
    ]
    for number, model in enumerate((OrderEvent, OrderParty, OrderClock), start=2):
        rows = _insert(model, f"o, {_spread(model, number, many=True)}")
        parts.append(f"{model._meta.model_name} AS ({rows})")
    parts.append(
        "job AS (INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " SELECT 'default', $5::varchar, $6::jsonb FROM o WHERE $5::varchar IS NOT NULL)"
    )
    return f"WITH {', '.join(parts)} SELECT id FROM o".encode()


def _spread(model: type[models.Model], number: int, *, many: bool) -> str:
    name = "json_populate_recordset" if many else "json_populate_record"
    return f'{name}(NULL::"{model._meta.db_table}", ${number}::json)'


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a row of intake")


def _row(row: models.Model) -> dict[str, Any]:
    # Only values that are loaded: a relation is written by its column.
    values = row.__dict__
    return {column: values[name] for column, name in _columns(type(row))}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def run(
    *,
    order: Order,
    events: Sequence[OrderEvent],
    parties: Sequence[OrderParty],
    clocks: Sequence[OrderClock],
) -> bool:
    """Write the rows; False when this client key was taken in before and nothing was written.

    By itself the statement is one transaction; inside an atomic block it is part of that one.
    """
    parameters = [
        _text(_row(order)),
        *(_text([_row(row) for row in rows]) for rows in (events, parties, clocks)),
        None if jobs.is_quiet() else jobs.FOLLOW,
        _text({"order_id": order.pk, "seq": order.event_seq}),
    ]
    return fetch_one(statement(), parameters) is not None
