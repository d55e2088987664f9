"""How a row of the table is asked, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from psycopg.pq import ExecStatus

from .cast import Cast
from .rowkinds import Row

DRAWN = frozenset({"public", "stranger"})


def savepoint() -> transaction.Atomic:
    """A block that services with a durable transaction accept as the test's own."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


@contextmanager
def taken_back() -> Iterator[None]:
    """A block whose every row is taken back, in two round trips where Django needs three."""
    waiting = len(connection.run_on_commit)
    _at_once(b"SAVEPOINT taken_back")
    try:
        yield
    finally:
        _at_once(b"ROLLBACK TO SAVEPOINT taken_back; RELEASE SAVEPOINT taken_back")
        connection.needs_rollback = False
        del connection.run_on_commit[waiting:]


def _at_once(statements: bytes) -> None:
    raw = connection.connection
    result = raw.pgconn.exec_(statements)
    assert result.status == ExecStatus.COMMAND_OK, result.get_error_message()


def address(row: Row, cast: Cast) -> str:
    values = {**row.args, **row.values(cast)}
    if row.order:
        values["number"] = getattr(cast, row.order).number
    return reverse(row.name, kwargs=values)


def headers_of(role: str, row: Row) -> dict[str, str]:
    """Whoever is to be refused asks as a script: no page is drawn around the same sentence.

    Two ask as browsers all the same, so that every refusal is drawn as a page too.
    """
    if role in row.through or role in DRAWN:
        return {}
    return {"Accept": "application/json"}


def send(client: Client, row: Row, cast: Cast, headers: dict[str, str]) -> HttpResponse:
    path, data = address(row, cast), row.data(cast)
    if row.json:
        text = json.dumps(data)
        return client.post(path, text, content_type="application/json", headers=headers)
    ask = client.get if row.method == "GET" else client.post
    return ask(path, data, headers=headers)
