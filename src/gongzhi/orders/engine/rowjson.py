"""Rows that travel to PostgreSQL as JSON, which it spreads into columns itself.

So the text of a statement is always the same, has a few parameters instead of two hundred, and is
parsed and planned once a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DataError, models
from django.db.models.base import ModelState
from pydantic_core import PydanticSerializationError, to_json

from ..models import Order, OrderEvent

Row = dict[str, Any]  # values by column
Model = TypeVar("Model", bound=models.Model)

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


def insert(model: type[models.Model], source: str, instead: Mapping[str, str] | None = None) -> str:
    """INSERT … SELECT of all columns from `source`, which names the rows `v`.

    `instead`: SQL by column of what is not taken from there.
    """
    names = [column for column, _ in columns(model)]
    own = instead or {}
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(own.get(name, f'v."{name}"') for name in names)
    return f'INSERT INTO "{model._meta.db_table}" ({into}) SELECT {values} FROM {source} AS v'


def spread(model: type[models.Model], number: int, *, many: bool) -> str:
    """Parameter `number` as rows of the model's table."""
    name = "json_populate_recordset" if many else "json_populate_record"
    return f'{name}(NULL::"{model._meta.db_table}", ${number}::json)'


def assign(names: Iterable[str]) -> str:
    """`"a" = v."a", …` for UPDATE … FROM."""
    return ", ".join(f'"{name}" = v."{name}"' for name in names)


def row(model: type[models.Model], **values: Any) -> Row:
    """A new row with the model's defaults, at a tenth of the price of an instance.

    Raises TypeError for a name that is no column: PostgreSQL would pass over it in silence.
    """
    blank = _blank(model)
    if not values.keys() <= blank.keys():
        raise TypeError(f"no columns of {model.__name__}: {sorted(values.keys() - blank.keys())}")
    return {**blank, **values}


@lru_cache(maxsize=8)
def _blank(model: type[models.Model]) -> Row:
    fields = {f.column: f for f in model._meta.concrete_fields}
    return {column: fields[column].get_default() for column, _ in columns(model)}


def unsaved(model: type[Model], **values: Any) -> Model:
    """A new instance with the model's defaults, at a fifth of the price of its `__init__`.

    `values` by attribute (`process_id`). For the rows of intake, whose models have no defaults
    that must be made anew and no listeners to their making. TypeError for an unknown name.
    """
    blank = _blank_attributes(model)
    if not values.keys() <= blank.keys():
        raise TypeError(f"no fields of {model.__name__}: {sorted(values.keys() - blank.keys())}")
    made = model.__new__(model)
    made._state = ModelState()
    made.__dict__.update(blank)
    made.__dict__.update(values)
    return made


@lru_cache(maxsize=8)
def _blank_attributes(model: type[models.Model]) -> Row:
    fields = model._meta.concrete_fields
    assert not any(callable(f.default) for f in fields if f.has_default()), model
    return {f.attname: f.get_default() for f in fields}


def record(instance: models.Model, names: Sequence[str] | None = None) -> Row:
    """The columns of an instance by name; a relation is written by its column."""
    values = instance.__dict__  # only what is loaded
    wanted = [(n, n) for n in names] if names is not None else columns(type(instance))
    return {column: values[name] for column, name in wanted}


def text(value: Any) -> bytes:
    """JSON in UTF-8 of rows, with instants and keys as text. PostgreSQL refuses a NaN in it.

    Raises DataError for half a character, as the database does for what it cannot store.
    """
    try:
        return to_json(value, inf_nan_mode="constants")
    except PydanticSerializationError as wrong:
        raise DataError(str(wrong)) from wrong
