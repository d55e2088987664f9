"""Sessions that know whose they are, so that all of a person's can be ended at once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class Session(AbstractBaseSession):
    """A browser's session. `user_id` is that of the member of staff who logged in, if any.

    No foreign key: a session is only an entry ticket, and must never stand in the way of a row.
    """

    user_id = models.BigIntegerField(null=True)

    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["user_id"], name="session_user", condition=models.Q(user_id__isnull=False)
            )
        ]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from gongzhi.accounts.login.sessions import SessionStore

        return SessionStore
