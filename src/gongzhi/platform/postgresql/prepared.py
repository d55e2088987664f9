"""Statements that run so often that they are parsed and planned once a connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection


def fetch_one(sql: bytes | LiteralString, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a statement with `$1`-style parameters, on Django's connection.

    It takes part in Django's transaction, and its errors are Django's; execute wrappers do not see
    it, so the few callers are themselves answerable for the scope of what they read. Behind a
    pooler in transaction mode that pooler has to know prepared statements (PgBouncer 1.21+).
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(sql, parameters, prepare=True)
        return cursor.fetchone()
