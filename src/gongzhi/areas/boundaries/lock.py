"""Changes of boundaries come one after another, and nothing that moves as much runs beside one.

A change locks orders, bodies and postings in bulk. Whoever else locks several of these in one
transaction (a body that ends, a posting handed over) takes this first, so that no two of them can
wait for each other.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

_LOCK: Final = 7_203_113


def one_change_at_a_time() -> None:
    """Wait for whatever holds it; kept to the end of the transaction."""
    _take("SELECT pg_advisory_xact_lock(%s)")


def while_boundaries_stand() -> None:
    """Wait for a change under way; several of these run beside each other."""
    _take("SELECT pg_advisory_xact_lock_shared(%s)")


def _take(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_LOCK])
