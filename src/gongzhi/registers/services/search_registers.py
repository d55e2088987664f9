"""Look something up in the registers; that somebody looked is logged, what they typed is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import AccessLog
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.registers.reading.find import Found, find
from gongzhi.registers.reading.overview import SEERS

# Whom the same user was shown that day already is told of already.
_NOTE: Final = """
INSERT INTO registers_searchshown (log_id, user_id, day, people)
SELECT %(log)s, %(user)s, %(day)s, shown.ids FROM (
  SELECT array_agg(one.id ORDER BY one.id) AS ids FROM unnest(%(ids)s::bigint[]) AS one(id)
   WHERE NOT EXISTS (
     SELECT FROM registers_searchshown before
      WHERE before.people @> ARRAY[one.id] AND before.user_id = %(user)s AND before.day = %(day)s
   )
) shown WHERE shown.ids IS NOT NULL
"""


def search_registers(*, actor: Actor, text: str, at: datetime | None = None) -> list[Found]:
    """What is found by register; an empty search finds nothing and leaves no trace. Denied.

    People who are shown can read on their own page that a search of that day showed them.
    """
    if actor.kind != "staff" or not actor.has_role(*SEERS):
        raise Denied
    if not text.strip():
        return []
    with transaction.atomic():
        log = log_access(
            actor=actor, kind="search", subject="registers", purpose=_("在基础数据里查找"), at=at
        )
        found = find(actor, text)
        shown = [hit.id for one in found if one.register == "people" for hit in one.hits]
        if shown:
            _note(log, shown)
    return found


def _note(log: AccessLog, shown: Sequence[int]) -> None:
    values = {
        "log": log.pk, "user": log.user_id, "day": clock.local(log.at).date(), "ids": [*shown],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
