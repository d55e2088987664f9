"""Names on lists go when their time has come; hours stay, the person's own (PIPL art. 19)."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.volunteering.config import settings_or_none
from gongzhi.volunteering.models import Claim, Enrolment
from gongzhi.volunteering.services.judge_service import forget_words

_DAYS_A_MONTH = 30.44


def forget_names(*, at: datetime | None = None) -> int:
    """Take the name off claims and ended enrolments that are over so many months; how many."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None:
        return 0
    before = datetime.fromtimestamp(
        at.timestamp() - settings.keep_names_months * _DAYS_A_MONTH * 86_400, at.tzinfo
    )
    named = Claim.objects.visible_to(SYSTEM).exclude(name_sealed="")
    gone = named.filter(during__endswith__lt=before).update(name_sealed="")
    ended = Enrolment.objects.visible_to(SYSTEM).exclude(name_sealed="")
    forget_words(before=before)
    return int(gone + ended.filter(ended_at__lt=before).update(name_sealed=""))
