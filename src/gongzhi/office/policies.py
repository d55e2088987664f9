"""Who may change settings, and who may read what was changed."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor

CHANGES: Final = ("sysadmin",)
READS_HISTORY: Final = ("sysadmin", "auditadmin")


def check_may_change(actor: Actor) -> None:
    """Denied unless the actor is a system administrator."""
    if actor.kind != "staff" or not actor.has_role(*CHANGES):
        raise Denied
