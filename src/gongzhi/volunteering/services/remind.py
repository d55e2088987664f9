"""Whoever has a place is reminded once before the shift (XY-11); old lines of lists go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.volunteering.config import settings_or_none
from gongzhi.volunteering.models import Claim, Invitation
from gongzhi.volunteering.telling import tell

_AT_ONCE = 2000


def remind(*, at: datetime | None = None) -> int:
    """Tell those whose shift begins within the profile's hours; how many. Twice does nothing."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None:
        return 0
    until = at + timedelta(hours=settings.remind_hours)
    with transaction.atomic():
        rows = list(
            Claim.objects.visible_to(SYSTEM)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("post")
            .filter(
                state=Claim.State.PLACE, reminded_at=None,
                during__startswith__gt=at, during__startswith__lte=until,
            )
            .order_by("id")[:_AT_ONCE]
        )  # fmt: skip
        Claim.objects.visible_to(SYSTEM).filter(pk__in=[row.pk for row in rows]).update(
            reminded_at=at
        )
        for row in rows:
            tell(row.resident_id, "post_reminder", row.post, at=at, once=str(row.seq))
    return len(rows)


def forget_lists(*, at: datetime | None = None) -> int:
    """Lines of units' lists whose day has come; how many went (PIPL art. 19)."""
    today = clock.local(at or clock.now()).date()
    gone, _each = Invitation.objects.visible_to(SYSTEM).filter(until__lte=today).delete()
    return gone
