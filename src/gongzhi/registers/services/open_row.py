"""Open the personal fields of one row: for a purpose, once, and logged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.registers import rowwords
from gongzhi.registers.catalogue import Register
from gongzhi.registers.reading.row_page import read_row


def open_row(
    *,
    actor: Actor,
    register: Register,
    row_id: int,
    purpose: str,
    at: datetime | None = None,
) -> dict[str, str]:
    """The words of all fields. NotFound outside the scope, Invalid (`purpose`) without a purpose.

    The log names register and id, never what was read.
    """
    if actor.kind != "staff":
        raise Denied
    with transaction.atomic():
        row = read_row(actor, register, row_id)
        account = row.get("account_id")
        log_access(
            actor=actor, kind="open", subject=f"{register.key} {row_id}", purpose=purpose,
            resident=Resident(pk=account) if account else None, at=at,
        )  # fmt: skip
    return rowwords.words(register, row, opened=True)
