"""How a row of the table is asked, and taken back."""

from __future__ import annotations

import json

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .cast import Cast
from .rowkinds import Row


def savepoint() -> transaction.Atomic:
    """A block that services with a durable transaction accept as the test's own."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


def address(row: Row, cast: Cast) -> str:
    values = {**row.args, **row.values(cast)}
    if row.order:
        values["number"] = getattr(cast, row.order).number
    return reverse(row.name, kwargs=values)


def send(client: Client, row: Row, cast: Cast) -> HttpResponse:
    path, data = address(row, cast), row.data(cast)
    if row.json:
        return client.post(path, json.dumps(data), content_type="application/json")
    return client.get(path, data) if row.method == "GET" else client.post(path, data)
