"""Loads very many plausible orders with plain SQL, for benchmarks. Not for a demo: the chains of
these orders have random hashes, and a root without a signature stands for all their events, so
that the hourly job does not read millions of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from gongzhi.demo.bulk import statements
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid

CHUNK = 100_000  # orders per transaction: keeps temporary tables small


def load(count: int, *, seed: int = 1, progress: Callable[[str], None] | None = None) -> int:
    """Add `count` orders: 3 % open over the last two weeks, the rest closed over three years.

    They are spread over all grids, categories and the bodies that the duty list names, with
    parties (lead, holder), one or two clocks and three events each. Constraints and triggers
    stay in force. Returns the number of orders added. Raises Invalid when `count` is not
    positive or no profile is applied.
    """
    if count < 1:
        raise Invalid("count must be at least 1", "count")
    with connection.cursor() as cursor:
        _prepare(cursor)
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        with transaction.atomic(), connection.cursor() as cursor:
            _load_chunk(cursor, start, size, seed)
        if progress:
            progress(f"{start + size:,} of {count:,} orders")
    with connection.cursor() as cursor:
        for table in statements.TABLES:
            cursor.execute(f"ANALYZE {table}")
    return count


def _prepare(cursor: Any) -> None:
    """The choices to draw from: (grid × category → lead), the holders of each grid, people."""
    for statement in statements.PREPARE:
        cursor.execute(statement)
    cursor.execute("SELECT count(*) FROM bulk_matter")
    if cursor.fetchone()[0] == 0:
        raise Invalid("no grid, category or body to draw from: apply a profile first")


def _load_chunk(cursor: Any, start: int, size: int, seed: int) -> None:
    cursor.execute("SET LOCAL synchronous_commit = off")
    values = {"first": start + 1, "last": start + size, "seed": seed, "now": clock.now()}
    cursor.execute(statements.DRAW, values)
    cursor.execute("ANALYZE bulk_order")
    for statement in statements.INSERTS:
        cursor.execute(statement, {"now": values["now"]})
    cursor.execute("DROP TABLE bulk_order")
