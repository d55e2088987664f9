"""What has been kept long enough goes by itself (PIPL art. 19)."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import AcceptedEntry, KeptCorrection, Need, Talk, Visit
from gongzhi.fieldwork.rules import months_after
from gongzhi.kernel import clock


def forget_old(*, at: datetime | None = None) -> int:
    """Delete talks past their day, and visits with all that hangs on them once every need has
    ended and every correction was looked at so many months ago. The history of the register and
    the orders stay. Returns the number of talks and visits that went; twice does nothing.
    """
    at = at or clock.now()
    today = clock.local(at).date()
    months = field_settings().keep_months.visits
    limit = datetime.combine(months_after(today, -months), time(), UTC)
    with transaction.atomic():
        talks = Talk.reached.filter(keep_until__lte=today)
        gone = talks.count()
        talks.delete()
        young = Q(ended_at=None) | Q(ended_at__gt=limit)
        waiting = Need.reached.filter(young, visit=OuterRef("pk"))
        unread = KeptCorrection.reached.filter(done_at=None, visit=OuterRef("pk"))
        # A need that others were merged into must not take theirs along.
        held = Need.reached.filter(visit=OuterRef("pk"), same_ones__ended_at__gt=limit)
        visits = Visit.reached.filter(
            ~Exists(waiting), ~Exists(unread), ~Exists(held), at__lte=limit
        )
        ids = list(visits.values_list("id", flat=True)[:10_000])
        Visit.reached.filter(pk__in=ids).delete()
        # No phone waits that long with an entry.
        AcceptedEntry.objects.filter(at__lte=limit).delete()
    return gone + len(ids)
