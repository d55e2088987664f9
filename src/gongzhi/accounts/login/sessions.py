"""The session engine (SESSION_ENGINE): a session and the version of who may do what, in one read.

So a request of a member of staff asks nothing more than before, and still sees a posting that
another process ended a moment ago.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Subquery
from django.utils import timezone

from gongzhi.accounts.models import ChangeStamp, Session
from gongzhi.accounts.models.change import ROW


class SessionStore(DatabaseStore):
    """`stamp` is the version that was in force when the session was read; None before that."""

    stamp: int | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def _get_session_from_db(self) -> Session | None:
        version = ChangeStamp.objects.filter(pk=ROW).values("version")
        row: Any = (
            Session.objects.filter(session_key=self.session_key, expire_date__gt=timezone.now())
            .annotate(stamp=Subquery(version))
            .first()
        )
        if row is None:
            self._session_key = None
            return None
        self.stamp = row.stamp or 0
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        user = str(data.get(SESSION_KEY) or "")
        row.user_id = int(user) if user.isdecimal() else None
        return row
