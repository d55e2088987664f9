"""What an extension would do to the limit: the date now, what is added, the date after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel import stageclock
from gongzhi.profiles.selectors import work_calendar

from ...engine.clocks import HANDLE, state_of
from ...models import Order, OrderClock
from ...words.wording import limit_words, when


@dataclass(frozen=True)
class Extension:
    """Dates in words; `sum` is the limit as a sum, as the order's page shows it."""

    before: str
    added: str
    after: str
    sum: str


def extension_of(order: Order) -> Extension | None:
    """What granting one more original limit would mean; None without a handler's clock."""
    return extensions_of([order.pk]).get(order.pk)


def extensions_of(order_ids: Iterable[int]) -> dict[int, Extension]:
    """The same for a list, by order: one query."""
    # Of the clocks that have not stopped there is one for each stage (a constraint).
    rows = OrderClock.objects.filter(order__in=list(order_ids), stage=HANDLE, stopped_at=None)
    return {row.order_id: _extended(row) for row in rows}


def _extended(row: OrderClock) -> Extension:
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
