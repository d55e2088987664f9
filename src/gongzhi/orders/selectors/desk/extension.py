"""What an extension would do to the limit: the date now, what is added, the date after."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel import stageclock
from gongzhi.profiles.selectors import work_calendar

from ...clocks import HANDLE, state_of
from ...models import Order, OrderClock
from ...wording import limit_words, when


@dataclass(frozen=True)
class Extension:
    """Dates in words; `sum` is the limit as a sum, as the order's page shows it."""

    before: str
    added: str
    after: str
    sum: str


def extension_of(order: Order) -> Extension | None:
    """What granting one more original limit would mean; None without a handler's clock."""
    row = (
        OrderClock.objects.filter(order=order, stage=HANDLE, stopped_at=None)
        .order_by("-id")
        .first()
    )
    if row is None:
        return None
    state = state_of(row)
    longer = stageclock.extend(work_calendar(), state)
    added = limit_words(row.amount, row.unit)
    before, after = when(state.due_at), when(longer.due_at)
    words = _("%(start)s + %(limit)s + 延期 %(times)d 次 → %(due)s") % {
        "start": when(row.started_at),
        "limit": added,
        "times": longer.extensions,
        "due": after,
    }
    return Extension(before=before, added=added, after=after, sum=words)
