"""A security administrator lifts the lock that failed logins have set."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import User
from gongzhi.accounts.policies import must_be_security
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor


def unlock_login(*, actor: Actor, username: str, at: datetime | None = None) -> int:
    """Forget the failures of a name from every address; returns of how many addresses.

    Denied; Conflict when there are none.
    """
    must_be_security(actor)
    with transaction.atomic():
        gone, _rows = AccessAttempt.objects.filter(username=username).delete()
        if not gone:
            raise Conflict(_("这个账号没有被锁定。"))
        note_account_event(
            actor=actor, kind="unlocked", at=at, values={"username": username[:80]},
            target=User.objects.filter(username=username).first(),
        )  # fmt: skip
    return gone
