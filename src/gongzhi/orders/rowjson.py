"""Rows that travel to PostgreSQL as JSON, which it spreads into columns itself.

So the text of a statement is always the same, has a few parameters instead of two hundred, and is
parsed and planned once a connection.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import models

from .models import Order, OrderEvent

_DB_DEFAULTS: dict[type[models.Model], set[str]] = {OrderEvent: {"xid"}}


@lru_cache(maxsize=8)
def columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """(column, attribute) of what is inserted; the database numbers all rows but the order's."""
    skip = _DB_DEFAULTS.get(model, set())
    keep_id = model is Order
    return tuple(
        (str(f.column), f.attname)
        for f in model._meta.concrete_fields
        if f.name not in skip and (keep_id or not f.primary_key)
    )


def insert(model: type[models.Model], source: str) -> str:
    """INSERT … SELECT of all columns from `source`, which names the rows `v`."""
    names = [column for column, _ in columns(model)]
    into, values = ", ".join(f'"{name}"' for name in names), ", ".join(f'v."{n}"' for n in names)
    return f'INSERT INTO "{model._meta.db_table}" ({into}) SELECT {values} FROM {source} AS v'


def spread(model: type[models.Model], number: int, *, many: bool) -> str:
    """Parameter `number` as rows of the model's table."""
    name = "json_populate_recordset" if many else "json_populate_record"
    return f'{name}(NULL::"{model._meta.db_table}", ${number}::json)'


def assign(names: Iterable[str]) -> str:
    """`"a" = v."a", …` for UPDATE … FROM."""
    return ", ".join(f'"{name}" = v."{name}"' for name in names)


def record(row: models.Model, names: Sequence[str] | None = None) -> dict[str, Any]:
    """The columns of a row by name; a relation is written by its column."""
    values = row.__dict__  # only what is loaded
    wanted = [(n, n) for n in names] if names is not None else columns(type(row))
    return {column: values[name] for column, name in wanted}


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a row")
