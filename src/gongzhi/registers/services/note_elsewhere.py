"""Who tries numbers learns of people registered elsewhere that they are; that is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Draft, Register


def note_elsewhere(
    *, actor: Actor, register: Register, drafts: Iterable[Draft], at: datetime | None = None
) -> None:
    """One line of the log as for a search, when a draft met somebody outside the actor's reach."""
    met = sum(draft.row_id is not None and draft.row_id < 0 for draft in drafts)
    if register.of_people and met:
        log_access(
            actor=actor, kind="search", subject=register.key, at=at,
            purpose=_("登记时碰到辖区以外已登记的人：%(n)d人") % {"n": met},
        )  # fmt: skip
