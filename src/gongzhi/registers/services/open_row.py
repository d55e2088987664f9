"""Open the personal fields of one row: for a purpose, once, and logged; one statement."""

from __future__ import annotations

from datetime import datetime

from gongzhi.accounts.services.read_and_log import read_and_log
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Register
from gongzhi.registers.rows import rowwords


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
    columns = rowwords.columns(register)
    row = read_and_log(
        actor=actor, subject=f"{register.key} {row_id}", purpose=purpose, at=at,
        rows=register.model.objects.visible_to(actor).filter(pk=row_id).values(*columns),
        resident="account_id" if "account_id" in columns else "",
    )  # fmt: skip
    if row is None:
        raise NotFound
    return rowwords.words(register, row, opened=True)
