"""The session engine (SESSION_ENGINE): a session and the version of who may do what, in one read.

So a request of a member of staff asks nothing more than before, and still sees a posting that
another process ended a moment ago.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from gongzhi.accounts.models import Session
from gongzhi.platform.postgresql.prepared import fetch_one

# Every page asks it first. A session belongs to no scope: who holds its key may use it.
_READ: Final = b"""
    SELECT session_data, (SELECT version FROM accounts_changestamp WHERE id = 1)
    FROM accounts_session WHERE session_key = $1 AND expire_date > $2::timestamptz
"""


class SessionStore(DatabaseStore):
    """`stamp` is the version that was in force when the session was read; None before that."""

    stamp: int | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def load(self) -> dict[str, Any]:
        key = str(self.session_key or "")
        # What else stands in a cookie was never a key of ours.
        row = fetch_one(_READ, [key, timezone.now().isoformat()]) if key.isalnum() else None
        if row is None:
            self._session_key = None
            return {}
        data, version = row
        self.stamp = int(version or 0)
        return self.decode((data or b"").decode())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        user = str(data.get(SESSION_KEY) or "")
        row.user_id = int(user) if user.isdecimal() else None
        return row
