"""Django's PostgreSQL backend, whose health check asks the socket before it asks the server.

CONN_HEALTH_CHECKS sends `SELECT 1` before the first query of each request: a fifth of what taking
a report in costs. A server that went away (restart, crash, kill -9) closes its socket, which the
kernel knows without a round trip; silence alone (a cable, a failover behind an address) is found
by asking a connection that has been idle for a few seconds.
"""

from __future__ import annotations

import select
import time
from collections.abc import Sequence
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq.abc import PGresult

_ASK_AFTER_SECONDS: Final = 5.0


class _Prepared(PrepareManager):
    """psycopg's own prepared statements. Whenever it deallocates them all (after a rollback, a
    DROP, an ALTER), ours are gone with them, and the connection no longer counts on them.

    Not when a part of a transaction is taken back: that changes rows, and tables are changed by
    migrations alone.
    """

    def __init__(self, before: PrepareManager, wrapper: DatabaseWrapper) -> None:
        super().__init__()
        self.prepare_threshold = before.prepare_threshold
        self.prepared_max = before.prepared_max
        self._wrapper = wrapper

    def clear(self) -> bool:
        self._wrapper.prepared = {}
        return super().clear()

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult], *more: Any) -> bool:
        if any(result.command_status == b"ROLLBACK" for result in results):
            return False
        return super()._should_discard(prep, results, *more)


class DatabaseWrapper(base.DatabaseWrapper):
    """In the place of `django.db.backends.postgresql`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answered_at = float("-inf")
        # Statement → name on this connection; see `prepared`.
        self.prepared: dict[bytes, bytes] = {}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.prepared = {}
        found = super().get_new_connection(conn_params)
        found._prepared = _Prepared(found._prepared, self)
        return found

    def is_usable(self) -> bool:
        """Whether queries can be sent: by the state of the socket, else by asking the server."""
        if self.connection is None:
            return False
        now = time.monotonic()
        if now - self._answered_at < _ASK_AFTER_SECONDS and self._quiet():
            self._answered_at = now
            return True
        usable = super().is_usable()
        if usable:
            self._answered_at = now
        return usable

    def _quiet(self) -> bool:
        """Nothing has come that nobody asked for: the end of the stream or a farewell would."""
        connection = self.connection
        if connection.closed or connection.broken:
            return False
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not poll.poll(0)
