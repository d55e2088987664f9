"""Note what was done to an account, in the transaction that does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongzhi.accounts.models import AccountEvent, User
from gongzhi.accounts.reading.account_words import KINDS
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor


def note_account_event(
    *,
    actor: Actor,
    kind: str,
    target: User | None = None,
    values: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AccountEvent:
    """One row of the account log. ValueError for a kind without words: it could not be read.

    `values` are JSON and hold no secret: no password, code or key.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    return AccountEvent.objects.create(
        user_id=actor.user_id,
        who=(actor.name or actor.kind)[:80],
        kind=kind,
        target=target,
        values=values or {},
        at=at or clock.now(),
    )
