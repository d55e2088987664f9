"""The whole database before and after something that is taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

# Rows that only say what happened, and columns that count it.
_LOGS = ("%event", "procrastinate%", "orgs_bodyending", "orgs_endedrow", "django_%", "pghistory%")
_COUNTING = ["version", "updated_at", "event_seq", "event_hash"]


def whole_database() -> dict[str, list[Any]]:
    """Every row of every table but those that only say what happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'"
            " AND NOT c.relispartition AND NOT c.relname LIKE ANY (%s) ORDER BY 1",
            [list(_LOGS)],
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT (to_jsonb(t) - %s::text[])::text FROM "{table}" t ORDER BY 1',
                [_COUNTING],
            )
            found[table] = cursor.fetchall()
    return found


def assert_as_before(before: dict[str, list[Any]], but: Collection[str] = ()) -> None:
    """Every row of every table, but those of `but`, which somebody went on to write."""
    after = whole_database()
    for table, rows in before.items():
        if table not in but:
            assert after[table] == rows, table
