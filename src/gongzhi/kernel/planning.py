"""Statements that the planner must see with their values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned_with_values() -> Iterator[None]:
    """Inside, no statement is prepared: each is planned for its own words.

    A prepared one is planned once for any words, and then a full-text search walks the list of the
    area instead of the index of words (400,000 homes: 55 ms for 18).
    """
    connection.ensure_connection()
    wire = connection.connection
    before, wire.prepare_threshold = wire.prepare_threshold, None
    try:
        yield
    finally:
        wire.prepare_threshold = before
