"""Statements that are prepared beside psycopg's own live and go with them."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction

from gongzhi.platform.postgresql.prepared import fetch_one

ONE = b"SELECT $1::int + 1"


def psycopg_prepares() -> None:
    """Often enough that psycopg has a prepared statement of its own, and would deallocate all."""
    with connection.cursor() as cursor:
        for _ in range(8):
            cursor.execute("SELECT %s::int", [1])


@pytest.mark.parametrize("statement", ["DROP TABLE gone", "ALTER TABLE gone ADD COLUMN b int"])
def test_after_a_change_of_tables(db: None, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE gone (a int) ON COMMIT DROP")
    psycopg_prepares()
    assert fetch_one(ONE, [1]) == (b"2",)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert fetch_one(ONE, [2]) == (b"3",)


def test_after_a_savepoint_was_rolled_back(db: None) -> None:
    psycopg_prepares()
    assert fetch_one(ONE, [1]) == (b"2",)
    with pytest.raises(DataError), transaction.atomic():
        fetch_one(b"SELECT $1::int", ["x"])
    assert fetch_one(ONE, [2]) == (b"3",)
