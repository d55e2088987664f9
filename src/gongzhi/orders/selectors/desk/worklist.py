"""My worklists: what my posts must do next, ordered by the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor

from ...calling import answering_bodies
from ...models import Order, OrderEvent, OrderParty
from ...process.spec import pick
from .filters import Filters, where
from .lamps import GREEN, RED
from .membership import (
    CALLED,
    CO,
    Reach,
    co_answer_states,
    current_specs,
    current_states,
    worklists_of,
)
from .paging import BY_CLOCK, Page, page_of
from .rows import COLUMNS, Row, rows_of
from .search import keyword


@dataclass(frozen=True)
class Queue:
    """One tab: how many wait, how many of them are late; `standing` when it stays though empty."""

    key: str
    label: str
    count: int
    late: int
    standing: bool = True


@dataclass(frozen=True)
class Worklist:
    """One page of one tab."""

    queue: Queue
    rows: list[Row]
    total: int
    next_mark: str
    first: bool


def queues_of(actor: Actor, *, now: datetime) -> list[Queue]:
    """The tabs of this person, in the order of the process. One query, and one each
    for co-handling and for calls."""
    mine = worklists_of(actor)
    counted = _counts(actor, mine, now)
    matters = next((spec.states for spec in current_specs()), {})
    found = [Queue(key, label_of(key), *counted.get(key, (0, 0)), key in matters) for key in mine]
    owed, late = _owed(actor, now)
    if owed:
        found.append(Queue(CO, label_of(CO), owed, late))
    called, late = _called(actor, now)
    if called:
        found.insert(0, Queue(CALLED, label_of(CALLED), called, late))
    return found


def label_of(tab: str) -> str:
    """What a tab is called."""
    if tab in {CO, CALLED}:
        return _("协办待反馈") if tab == CO else _("待响应的呼叫")
    return pick(current_states()[tab].worklist or {})


def _counts(actor: Actor, mine: dict[str, Reach], now: datetime) -> dict[str, tuple[int, int]]:
    if not mine:
        return {}
    reached = Q(pk__in=())
    for state, reach in mine.items():
        reached |= Q(state=state) & reach.where()
    rows = (
        Order.objects.visible_to(actor)
        .open()
        .filter(reached)
        .order_by()
        # Sorted as bytes: by the rules of a language six thousand words cost more than their rows.
        .values(key=Collate("state", "C"))
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now, phase="open")))
    )
    return {row["key"]: (row["n"], row["late"]) for row in rows}


def _owed_where(actor: Actor) -> Exists:
    """My bodies are co-handlers and have not answered the lead yet."""
    return Exists(
        OrderParty.objects.filter(
            order_id=OuterRef("pk"),
            role="co",
            open=True,
            answered_at=None,
            body_id__in=sorted(actor.body_ids),
        )
    )


def _owed_orders(actor: Actor) -> QuerySet[Order]:
    answerable = co_answer_states()
    rows = Order.objects.visible_to(actor).open().filter(state__in=answerable)
    return rows.filter(_owed_where(actor))


def _owed(actor: Actor, now: datetime) -> tuple[int, int]:
    if not actor.body_ids:
        return 0, 0
    counted = _owed_orders(actor).aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now, phase="open"))
    )
    return counted["n"], counted["late"]


def _called_parts(actor: Actor) -> QuerySet[OrderParty]:
    """My bodies were called and have not reported yet; each part knows what is due next."""
    mine = sorted(answering_bodies(actor))
    return OrderParty.objects.filter(role="called", open=True, body_id__in=mine)


def _called(actor: Actor, now: datetime) -> tuple[int, int]:
    counted = _called_parts(actor).aggregate(
        n=Count("order_id", distinct=True),
        late=Count("order_id", distinct=True, filter=Q(due_at__lt=now)),
    )
    return counted["n"], counted["late"]


def _by_the_call(rows: list[Row], actor: Actor, now: datetime) -> list[Row]:
    """Rows with the lamp of the call to my body, not that of the caller's own clock."""
    parts = _called_parts(actor).filter(order_id__in=[row.id for row in rows])
    dues = dict(parts.order_by("-due_at").values_list("order_id", "due_at"))
    return [
        replace(row, due_at=due, lamp=None if due is None else RED if due < now else GREEN)
        for row in rows
        for due in (dues.get(row.id),)
    ]


def orders_in(actor: Actor, tab: str, filters: Filters, *, now: datetime) -> QuerySet[Order] | None:
    """The orders of one tab under the filters, unsorted; None when the tab is not mine."""
    if tab == CO:
        rows = _owed_orders(actor)
    elif tab == CALLED:
        called = _called_parts(actor).values("order_id")
        rows = Order.objects.visible_to(actor).open().filter(pk__in=called)
    else:
        reach = worklists_of(actor).get(tab)
        if reach is None:
            return None
        rows = Order.objects.visible_to(actor).open().filter(reach.where(), state=tab)
    return rows.filter(
        where(filters, now=now, user_ids=actor.user_ids), keyword(filters.q, actor=actor, now=now)
    ).only(*COLUMNS)


def worklist(
    actor: Actor, queue: Queue, filters: Filters, *, mark: str = "", now: datetime
) -> Worklist:
    """A page of a tab: one query for the orders, one for thumbnails, one more to count filtered."""
    rows = orders_in(actor, queue.key, filters, now=now)
    page = page_of(rows, BY_CLOCK, mark) if rows is not None else Page([], "", first=True)
    total = queue.count
    if filters and rows is not None:
        total = rows.count()
    lines = rows_of(page.orders, actor=actor, now=now)
    return Worklist(
        queue=queue,
        rows=_by_the_call(lines, actor, now) if queue.key == CALLED else lines,
        total=total,
        next_mark=page.next_mark,
        first=page.first,
    )


def last_cleared(actor: Actor, tab: str) -> datetime | None:
    """When somebody of my bodies last took an order out of this tab, which is empty now."""
    return (
        OrderEvent.reached.filter(body_id__in=sorted(actor.body_ids), from_state=tab)
        .exclude(to_state=tab)
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )
