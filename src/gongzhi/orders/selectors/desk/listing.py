"""Lists beside the worklists: everything in my scope, what I handled, what I took first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ...models import Order, OrderEvent
from .filters import Filters, where
from .paging import BY_CLOCK, BY_REPORT, page_of
from .rows import COLUMNS, Row, rows_of
from .search import keyword

KINDS = ALL, HANDLED, MINE = "all", "handled", "mine"
COUNT_MOST = (
    10_000  # beyond it a list says "more than", since counting would cost more than it tells
)


@dataclass(frozen=True)
class Listing:
    """One page; `total` is cut at COUNT_MOST (then `more` is true)."""

    rows: list[Row]
    total: int
    more: bool
    next_mark: str
    first: bool


def list_title(kind: str) -> str:
    """What the page of a list is called."""
    return {ALL: _("全部工单"), HANDLED: _("已办"), MINE: _("我首办的")}[kind]


def listed(actor: Actor, kind: str, filters: Filters, *, now: datetime) -> QuerySet[Order]:
    """The orders of a list under its filters, unsorted. Raises Invalid for a list that is none."""
    if kind not in KINDS:
        raise Invalid(_("没有这样的列表，请从工作台的列表里导出。"), "kind")
    rows = Order.objects.visible_to(actor)
    if kind == HANDLED:
        acted = OrderEvent.reached.filter(user_id=actor.user_id).values("order_id")
        rows = rows.filter(pk__in=acted)
    elif kind == MINE:
        rows = rows.filter(first_handler_id__in=actor.user_ids)
    return rows.filter(
        where(filters, now=now, user_ids=actor.user_ids), keyword(filters.q, actor=actor, now=now)
    ).only(*COLUMNS)


def listing(actor: Actor, kind: str, filters: Filters, *, mark: str = "", now: datetime) -> Listing:
    """Late ones first when the list is of late ones, else the newest first."""
    rows = listed(actor, kind, filters, now=now)
    by = BY_CLOCK if filters.lamp in {"red", "yellow"} else BY_REPORT
    page = page_of(rows, by, mark)
    counted = rows.order_by()[: COUNT_MOST + 1].count()
    return Listing(
        rows=rows_of(page.orders, actor=actor, now=now),
        total=min(counted, COUNT_MOST),
        more=counted > COUNT_MOST,
        next_mark=page.next_mark,
        first=page.first,
    )
