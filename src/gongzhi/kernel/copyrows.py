"""Many new rows of a model by COPY: a third of the price of `bulk_create`, triggers and all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

from django.db import connection, models, transaction
from psycopg import sql

# Python's values of these are PostgreSQL's; those of other fields go through the field.
_AS_THEY_ARE: Final = frozenset(
    {
        *("CharField", "TextField", "BooleanField", "IntegerField", "SmallIntegerField"),
        *("PositiveIntegerField", "PositiveSmallIntegerField", "BigIntegerField", "FloatField"),
        *("AutoField", "BigAutoField", "ForeignKey"),
    }
)


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Insert `rows`, all of one model with an `id`; those without an id get theirs here.

    As with `bulk_create` no `save()` runs and no signal is sent; constraints, triggers and what a
    field does before it is saved hold. All or nothing. Database errors are raised as Django's.
    """
    if not rows:
        return
    model = type(rows[0])
    without = [row for row in rows if row.pk is None]
    for row, number in zip(without, new_ids(model, len(without)), strict=True):
        row.pk = number
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [_values(field, rows) for field in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
    )
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for values in zip(*columns, strict=True):
            copy.write_row(values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for rows to come: known beforehand, rows that point at them are written once."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _values(field: models.Field[Any, Any], rows: Sequence[models.Model]) -> Iterable[Any]:
    if type(field).pre_save is models.Field.pre_save:
        read: Callable[[Any], Any] = attrgetter(field.attname)
    else:

        def read(row: Any) -> Any:
            return field.pre_save(row, True)

    if field.get_internal_type() in _AS_THEY_ARE:
        return map(read, rows)
    return (field.get_db_prep_save(read(row), connection) for row in rows)
