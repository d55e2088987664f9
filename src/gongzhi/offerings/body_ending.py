"""The entries of a body that ended go over to the one that takes its place."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.endings import Ending, register_ending

from .models import Entry


def register() -> None:
    """Make it known."""
    register_ending(Ending("list_entries", _("三个清单"), count, pass_on))


def count(body_id: int) -> int:
    """How many are open."""
    return int(Entry.reached.filter(body_id=body_id, state="open").count())


def pass_on(from_id: int, to_id: int, _at: datetime) -> int:
    """Open entries are the successor's from now on; it supports what the ended one supported."""
    Entry.reached.filter(support_id=from_id, state="open").update(support_id=to_id)
    return int(Entry.reached.filter(body_id=from_id, state="open").update(body_id=to_id))
