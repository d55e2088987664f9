"""Hand out one protected row and note who opened it, in one statement: neither without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from gongzhi.accounts.services.log_access import checked_purpose
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor

# `seen` is read once; the log is written of what was seen, so that no row leaves no line.
_STATEMENT: Final = """
WITH seen AS MATERIALIZED ({rows}), noted AS (
  INSERT INTO accounts_accesslog (user_id, resident_id, kind, subject, purpose, at)
  SELECT %s, {resident}, 'open', %s, %s, %s FROM seen
)
SELECT * FROM seen
"""


def read_and_log(
    *,
    actor: Actor,
    rows: QuerySet[Any, Mapping[str, Any]],
    subject: str,
    purpose: str,
    resident: str = "",
    at: datetime | None = None,
) -> Mapping[str, Any] | None:
    """The one row of `rows` (scoped, as `values(…)`), or None, and then nothing is noted.

    `resident`: its column that holds the account of the person it is about. Denied for anyone
    without a user, Invalid (`purpose`) without a purpose.
    """
    purpose = checked_purpose(actor, purpose)
    sql, params = rows[:1].query.sql_with_params()
    statement = _STATEMENT.format(
        rows=sql, resident=f"seen.{connection.ops.quote_name(resident)}" if resident else "NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*params, actor.user_id, subject[:80], purpose, at or clock.now()]
        )
        found = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, found, strict=True)) if found else None
