"""One after the other, where no constraint can tell that two rows are the same person."""

from __future__ import annotations

from django.db import connection


def in_turn(what: str) -> None:
    """Wait for whoever holds the same turn; it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [what])
