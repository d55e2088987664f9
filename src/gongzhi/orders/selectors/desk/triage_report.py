"""How often the three-way triage was followed, and how often overridden (ML-31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor

from ...dispatch.triage import KINDS
from ...dispatch.triaging import event_words, kind_name
from ...models import Order, OrderEvent
from .paging import BY_REPORT, page_of
from .rows import COLUMNS, Row, rows_of

DAYS: Final = 30


@dataclass(frozen=True)
class KindLine:
    """One of the three, or all of them; `share` in percent of the dispatched, None when there are none."""

    key: str
    name: str
    count: int
    overridden: int

    @property
    def share(self) -> float | None:
        return round(100 * self.overridden / self.count, 1) if self.count else None


@dataclass(frozen=True)
class Decided:
    """One order of a figure: what the rule said, what was chosen, and why."""

    row: Row
    words: str
    reason: str


@dataclass(frozen=True)
class DecidedPage:
    lines: list[Decided]
    next_mark: str
    first: bool


def triage_lines(actor: Actor, now: datetime) -> list[KindLine]:
    """What was reported within 30 days in my scope and dispatched, by what the rule said of it;
    the sum of them (without a key) comes last.

    Of an order dispatched more than once the latest dispatch counts.
    """
    said = list(_decided(actor, now).values())
    count = Counter(kind for kind, _overridden in said)
    other = Counter(kind for kind, overridden in said if overridden)
    lines = [KindLine(key, kind_name(key), count[key], other[key]) for key in KINDS]
    return [*lines, KindLine("", _("合计"), count.total(), other.total())]


def triage_orders(
    actor: Actor, now: datetime, *, kind: str, overridden: bool, mark: str
) -> DecidedPage:
    """The orders behind one figure, the newest first, a page at a time."""
    wanted = [
        order_id
        for order_id, (decided, against) in _decided(actor, now).items()
        if kind in ("", decided) and (against or not overridden)
    ]
    rows = Order.objects.visible_to(actor).filter(pk__in=wanted).only(*COLUMNS)
    page = page_of(rows, BY_REPORT, mark)
    said = _said(order.pk for order in page.orders)
    lines = [
        Decided(row, event_words(said[row.id]["triage"]), str(said[row.id].get("reason", "")))
        for row in rows_of(page.orders, actor=actor, now=now)
    ]
    return DecidedPage(lines, page.next_mark, page.first)


def _decided(actor: Actor, now: datetime) -> dict[int, tuple[str, bool]]:
    """Order id → kind and whether overridden, by its latest dispatch that kept a triage."""
    since = now - timedelta(days=DAYS)
    orders = Order.objects.visible_to(actor).filter(reported_at__gte=since).values("pk")
    rows = OrderEvent.reached.filter(order_id__in=orders, payload__has_key="triage")
    names = ("order_id", "payload__triage__kind", "payload__triage__overridden")
    latest = rows.order_by("order_id", "-seq").distinct("order_id").values_list(*names)
    return {order_id: (kind, bool(against)) for order_id, kind, against in latest}


def _said(order_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Order id → what its latest dispatch kept."""
    rows = OrderEvent.reached.filter(order_id__in=list(order_ids), payload__has_key="triage")
    return dict(rows.order_by("seq").values_list("order_id", "payload"))
