"""Statements that are prepared beside psycopg's own live and go with them."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, DataError, connection, transaction

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


def test_taking_rows_back_to_a_savepoint_keeps_what_is_prepared(db: None) -> None:
    psycopg_prepares()
    fetch_one(ONE, [1])
    known = dict(connection.prepared)
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE gone (a int)")
    transaction.savepoint_rollback(mark)
    assert connection.prepared == known != {}
    assert fetch_one(ONE, [2]) == (b"3",)
    psycopg_prepares()


def test_after_all_were_discarded(transactional_db: None) -> None:
    """A pooler that cleans up, or somebody at the server: nobody notices."""
    assert fetch_one(ONE, [1]) == (b"2",)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert fetch_one(ONE, [2]) == (b"3",)


def test_after_the_table_was_changed_elsewhere(transactional_db: None) -> None:
    statement = b"SELECT * FROM pg_temp.gone WHERE a = $1"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE gone (a int); INSERT INTO gone VALUES (1)")
        assert fetch_one(statement, [1]) == (b"1",)
        raw = connection.connection
        raw.pgconn.exec_(b"ALTER TABLE gone ADD COLUMN b int")  # psycopg does not see it
        assert fetch_one(statement, [1]) == (b"1", None)
        cursor.execute("DROP TABLE gone")


def test_in_a_transaction_it_is_an_error_that_is_told(transactional_db: None) -> None:
    assert fetch_one(ONE, [1]) == (b"2",)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        with pytest.raises(DatabaseError), transaction.atomic():
            fetch_one(ONE, [2])
    assert fetch_one(ONE, [3]) == (b"4",)


def test_a_request_begins_on_a_connection_that_the_server_closed(transactional_db: None) -> None:
    assert fetch_one(ONE, [1]) == (b"2",)
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"], port=at["PORT"] or None, user=at["USER"], password=at["PASSWORD"],
        dbname=at["NAME"], autocommit=True,
    ) as other:  # fmt: skip
        raw = connection.connection
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [raw.info.backend_pid])
    connection.health_check_enabled, connection.health_check_done = True, False
    assert fetch_one(ONE, [2]) == (b"3",)
    assert connection.connection is not raw
