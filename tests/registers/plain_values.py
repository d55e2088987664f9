"""Looks for plain values where none may stand: every column of every table, and what was logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from gongzhi.platform.logs import RedactingFormatter

# Every column that can hold text, of every table of ours (the queue's among them).
_COLUMNS = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
 JOIN information_schema.tables USING (table_schema, table_name)
 WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
   AND table_schema NOT LIKE 'pg\\_t%%'
   AND (data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea',
                      'tsvector', 'bigint', 'numeric') OR data_type = 'USER-DEFINED')
 ORDER BY 1, 2, 3
"""


def columns_holding(values: Sequence[str]) -> list[str]:
    """`table.column: value` for each plain value that stands anywhere in the database."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for schema, table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT v FROM unnest(%s::text[]) v WHERE EXISTS (SELECT 1 FROM "{schema}"."{table}"'
                f' WHERE strpos("{column}"::text, v) > 0)',
                [list(values) + [v.encode().hex() for v in values]],
            )
            found += [f"{table}.{column}: {row[0]}" for row in cursor.fetchall()]
    return found


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the product's own log would hold, from DEBUG of ours and INFO of all others on."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s %(args)s")
    )
    root, ours = logging.getLogger(), logging.getLogger("gongzhi")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield out
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])
