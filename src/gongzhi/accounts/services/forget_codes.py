"""Delete codes that no limit needs any more (PIPL art. 19: the shortest time)."""

from __future__ import annotations

from datetime import datetime

from gongzhi.accounts.login import codes
from gongzhi.accounts.models import PhoneCode
from gongzhi.kernel import clock


def forget_codes(*, at: datetime | None = None) -> int:
    """Delete the codes sent more than a day ago; returns how many."""
    at = at or clock.now()
    return PhoneCode.objects.filter(sent_at__lte=at - codes.DAY).delete()[0]
