"""Note that somebody looked at protected data."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.accounts.models import AccessLog, Resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor


def log_access(
    *,
    actor: Actor,
    kind: str,
    subject: str,
    purpose: str,
    resident: Resident | None = None,
    at: datetime | None = None,
) -> AccessLog:
    """One row: who, what (`kind` contact, search, export …; `subject` e.g. a number), what for.

    Write it in the transaction that reads the data, before they are handed out. Programs look in
    the name of their key's user, and the key is named; what is handed to another system is a look
    by the system. Denied for anyone else without a user, Invalid (`purpose`) without a purpose.
    """
    purpose = checked_purpose(actor, purpose)
    return AccessLog.objects.create(
        user_id=actor.user_id,
        resident=resident,
        kind=kind,
        subject=subject[:80],
        purpose=purpose,
        at=at or clock.now(),
    )


def checked_purpose(actor: Actor, purpose: str) -> str:
    """The purpose as the log keeps it. Denied, Invalid (`purpose`) as `log_access` says."""
    if actor.user_id is None and not actor.is_system:
        raise Denied
    purpose = purpose.strip()
    if not purpose:
        raise Invalid(_("请写明查看事由。"), "purpose")
    if actor.kind == "api":
        purpose = f"[{actor.name}] {purpose}"
    return purpose[:200]
