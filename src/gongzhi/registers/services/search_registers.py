"""Look something up in the registers; that somebody looked is logged, what they typed is not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.registers.reading.find import Found, find
from gongzhi.registers.reading.overview import SEERS


def search_registers(*, actor: Actor, text: str, at: datetime | None = None) -> list[Found]:
    """What is found by register; an empty search finds nothing and leaves no trace. Denied."""
    if actor.kind != "staff" or not actor.has_role(*SEERS):
        raise Denied
    if not text.strip():
        return []
    with transaction.atomic():
        log_access(
            actor=actor, kind="search", subject="registers", purpose=_("在基础数据里查找"), at=at
        )
        return find(actor, text)
