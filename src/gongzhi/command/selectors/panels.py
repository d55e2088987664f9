"""What the wall's side panels show: a grid, an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.routing import Proposal, propose
from gongzhi.orders.models import Attachment, Call, Order
from gongzhi.orders.selectors.field import Task, as_task, lamp_of, title_of
from gongzhi.orders.selectors.photos import photos_of
from gongzhi.orders.words.wording import Line, holder_words, short_of, state_name, timeline
from gongzhi.orders.words.written import text_of
from gongzhi.orgs.selectors import BodyRef

from ..services.one_key import may_dispatch
from .forces import Forces, forces_for, forces_to_call, workers_of

MOST = 30
LINES = 6


@dataclass(frozen=True)
class GridPanel:
    area: AreaRef
    name: str
    trail: str
    team: BodyRef | None
    workers: list[str]
    tasks: list[Task]
    forces: Forces


@dataclass(frozen=True)
class OrderPanel:
    """An order as the commander needs it. `may_dispatch` decides whether a lead is offered."""

    number: str
    seen: int  # number of its last event: what the panel shows is as of then
    title: str
    text: str
    state: str
    holder: str
    lead: str
    lamp: str | None
    due_at: datetime | None
    place: str
    grid: str
    emergency: bool
    is_open: bool
    area_path: str
    proposal: Proposal
    may_dispatch: bool
    forces: Forces
    calls: list[dict[str, Any]]
    lines: list[Line]
    photos: list[Attachment]


def grid_panel(actor: Actor, area: AreaRef) -> GridPanel:
    """A grid's workers and open orders, the most urgent first."""
    now = clock.now()
    rows = (
        Order.objects.visible_to(actor)
        .in_area(area.path)
        .exclude(phase="closed")
        .select_related("category")
        .order_by("due_at")[:MOST]
    )
    team, workers = workers_of(area)
    language = get_language() or "zh"
    return GridPanel(
        area=area,
        name=area.label(language),
        trail=" · ".join(ref.label(language) for ref in areas.ancestors(area.path)[:-1]),
        team=team,
        workers=workers,
        tasks=[as_task(order, now) for order in rows],
        forces=forces_for(area.path),
    )


def last_event(actor: Actor, number: str) -> str:
    """The number of an order's last event; empty when the order is not there for this actor."""
    rows = Order.objects.visible_to(actor).filter(number=number).values_list("event_seq", flat=True)
    return str(next(iter(rows), ""))


def order_panel(actor: Actor, number: str) -> OrderPanel | None:
    """None when the order is not there for this actor."""
    order = Order.objects.visible_to(actor).select_related("category").filter(number=number).first()
    if order is None:
        return None
    now = clock.now()
    grid = areas.ancestors(order.area_path)
    return OrderPanel(
        number=order.number,
        seen=order.event_seq,
        title=title_of(order),
        text=text_of(order),
        state=state_name(order),
        holder=holder_words(order),
        lead=short_of(order.lead_body_id),
        lamp=lamp_of(order, now),
        due_at=order.due_at,
        place=order.place,
        grid=grid[-1].label(get_language() or "zh") if grid else "",
        emergency=order.emergency,
        is_open=order.phase != "closed",
        area_path=order.area_path,
        proposal=propose(order.category, order.area_path),
        may_dispatch=may_dispatch(actor, order),
        forces=forces_to_call(actor, order),
        calls=_calls(order),
        lines=list(reversed(timeline(order, actor, "office")))[:LINES],
        photos=photos_of(order)[:4],
    )


def _calls(order: Order) -> list[dict[str, Any]]:
    """Calls to this order, with each step's deadline and when it was done."""
    rows = Call.objects.filter(order=order, cancelled_at=None).order_by("-called_at")[:10]
    return [
        {
            "id": row.pk,
            "name": short_of(row.body_id),
            "called_at": row.called_at,
            "feedback": row.feedback,
            "declined": row.declined_why if row.arrived_at is None else "",
            "steps": [
                ("received", row.received_at, row.receipt_due),
                ("arrived", row.arrived_at, row.arrival_due),
                ("feedback", row.fed_back_at, row.feedback_due),
            ],
        }
        for row in rows
    ]
