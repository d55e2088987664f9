"""End everything that a member of staff is logged in with, on every device."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.accounts.models import Session, User
from gongzhi.accounts.policies import must_be_security
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel.scope import Actor


def end_sessions(*, actor: Actor, user: User, at: datetime | None = None) -> int:
    """At the next request each browser has to log in again; returns how many. Denied."""
    must_be_security(actor)
    with transaction.atomic():
        ended, _rows = Session.objects.filter(user_id=user.pk).delete()
        note_account_event(
            actor=actor, kind="sessions_ended", target=user, values={"count": ended}, at=at
        )
    return ended
