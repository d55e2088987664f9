"""A database with a city's profile in it, made once a process and lent to many tests.

Applying a profile takes seconds and most tests want the same one. Each runs in a transaction of
its own, so the copy stays as it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles import selectors as profiles

_made: set[str] = set()
# By database: its areas, bodies and release as they were read when it had been filled.
_read: dict[str, tuple[Any, Any, profiles.Settings]] = {}
# By database: the connection that waits there, and what is prepared on it.
_open: dict[str, tuple[Any, dict[bytes, bytes]]] = {}


@contextmanager
def city_database(name: str, fill: Callable[[], None]) -> Iterator[None]:
    """Django's connection goes to a copy of the test database that `fill` filled."""
    empty = connection.settings_dict["NAME"]
    copy = f"{empty}_{name}"
    if copy not in _made:
        _copy_of(empty, copy)
    _go_to(copy)
    try:
        if copy not in _made:
            _empty_queue()
            _number_from((len(_made) + 1) * 10_000_000)
            fill()
            _made.add(copy)
            _read_once(copy)
        yield
    finally:
        _go_to(empty)


def remember_city() -> None:
    """What every test would read first is there, and read anew when the test has changed it.

    Each of these is compared with its rows at its first use.
    """
    known = _read.get(connection.settings_dict["NAME"])
    if known is not None:
        areas._cache._kept, orgs._cache._kept, profiles._cache.settings = known


def _read_once(copy: str) -> None:
    for module in (areas, orgs, profiles):
        module.forget()
    areas.root_area()
    orgs.bodies_of_kind("")
    _read[copy] = (areas._cache._kept, orgs._cache._kept, profiles.current())


def leave_cities(*, drop: bool) -> None:
    """At the end of the run; `drop` for a server that is not ours and stays."""
    for waiting, _prepared in _open.values():
        if waiting is not None:
            waiting.close()
    _open.clear()
    if drop:
        _drop_city_databases()


def _drop_city_databases() -> None:
    for copy in sorted(_made):
        _run(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
    _made.clear()


def _copy_of(empty: str, copy: str) -> None:
    connection.close()
    _run(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
    # As files: nothing here has to survive, and through the log it takes twice as long.
    _run(f'CREATE DATABASE "{copy}" TEMPLATE "{empty}" STRATEGY FILE_COPY')


def _empty_queue() -> None:
    """Its tables are not Django's: no flush takes away what tests that commit left there."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def _number_from(first: int) -> None:
    """No id stands in two databases: what a process keeps by id is never another city's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s)"
            " FROM pg_sequences WHERE schemaname = 'public'",
            [first],
        )


def _go_to(name: str) -> None:
    """What was open stays open for the next file: the server knows no table on a new connection."""
    _open[connection.settings_dict["NAME"]] = connection.connection, connection.prepared
    connection.settings_dict["NAME"] = name
    connection.connection, connection.prepared = _open.pop(name, (None, {}))


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
