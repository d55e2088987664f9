"""Statements that run so often that they are parsed and planned once a connection."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, Final, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, DataError, connections
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from .base import DatabaseWrapper

Value = bytes | str | int | None

_numbers: Final = count(1)
# Deallocated by somebody else (DISCARD ALL), or planned before a table was changed.
_UNKNOWN: Final = (b"26000", b"0A000")


def fetch_one(sql: bytes, parameters: Sequence[Value]) -> tuple[bytes | None, ...] | None:
    """The first row of a statement with `$1`-style parameters, as the text PostgreSQL sent.

    It runs on Django's connection and in Django's transaction, and its errors are Django's.
    Execute wrappers do not see it, so the few callers are themselves answerable for the scope of
    what they read. Through libpq rather than a cursor: a third of the processor time, measured.
    Behind a pooler in transaction mode that pooler has to know prepared statements (PgBouncer
    1.21+).
    """
    connection = cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])
    connection.close_if_health_check_failed()  # as a cursor does: it may be a request's first
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw = cast(psycopg.Connection, connection.connection)
    known = connection.prepared
    values: list[Any] = [str(v).encode() if isinstance(v, str | int) else v for v in parameters]
    if any(v is not None and b"\0" in v for v in values):
        raise DataError("a value ends at its NUL character")  # libpq would not see the rest
    with connection.wrap_database_errors, raw.lock:
        if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
            _checked(raw, raw.pgconn.exec_(b"BEGIN"), known)
        result = _run(raw, sql, values, known)
    if result.ntuples == 0:
        return None
    return tuple(result.get_value(0, column) for column in range(result.nfields))


def _run(
    raw: psycopg.Connection, sql: bytes, values: list[Any], known: dict[bytes, bytes]
) -> PGresult:
    """Once more where the server no longer knows the statement and nothing was lost by asking."""
    result = raw.pgconn.exec_prepared(_name(raw, sql, known), values)
    idle = raw.pgconn.transaction_status == TransactionStatus.IDLE
    if idle and result.error_field(DiagnosticField.SQLSTATE) in _UNKNOWN:
        known.clear()
        result = raw.pgconn.exec_prepared(_name(raw, sql, known), values)
    return _checked(raw, result, known)


def _name(raw: psycopg.Connection, sql: bytes, known: dict[bytes, bytes]) -> bytes:
    """Under which the connection knows the statement."""
    name = known.get(sql)
    if name is None:
        name = b"gongzhi_%d" % next(_numbers)
        _checked(raw, raw.pgconn.prepare(name, sql), known)
        known[sql] = name
    return name


def _checked(raw: psycopg.Connection, result: PGresult, known: dict[bytes, bytes]) -> PGresult:
    if result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    known.clear()  # whatever it was: the next call prepares anew
    if raw.pgconn.status == ConnStatus.BAD:
        raise psycopg.OperationalError("the connection to PostgreSQL was lost")
    raise psycopg.errors.error_from_result(result, encoding=raw.info.encoding)
