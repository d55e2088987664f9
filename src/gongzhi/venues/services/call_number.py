"""The clerk's desk of a hall: call the next number, call again, done, nobody came."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..halltimes import hall_rules
from ..models import Queue, QueueDay, Ticket
from ..reach import must_keep

STEPS = ("again", "served", "missed")


def call_next(
    *, actor: Actor, queue_id: int, counter: int, at: datetime | None = None
) -> Ticket:  # fmt: skip
    """Booked times that have come go first, then the numbers in their order; whoever is at this
    counter is done. Two counters at once get two numbers. Denied, NotFound, Invalid, Conflict.
    """
    at = at or clock.now()
    with transaction.atomic():
        queue = Queue.objects.select_related("station").filter(pk=queue_id, ended_on=None).first()
        if queue is None:
            raise NotFound
        must_keep(actor, queue.station.body_id)
        if not 1 <= counter <= hall_rules().counters:
            raise Invalid(_("没有这个窗口。"), "counter")
        day = clock.local(at).date()
        if QueueDay.objects.select_for_update().filter(queue=queue, day=day).first() is None:
            raise Conflict(_("现在没有人在等。"))
        row = first_waiting(queue.pk, day, at)
        if row is None:
            raise Conflict(_("现在没有人在等。"))
        _end(
            Ticket.reached.filter(
                queue__station_id=queue.station_id, day=day, state="called", counter=counter
            ),
            at,
        )
        row.state, row.counter, row.calls = "called", counter, 1
        row.called_at, row.user_id = at, actor.user_id
        row.save(update_fields=["state", "counter", "calls", "called_at", "user"])
    return row


def first_waiting(queue_id: int, day: date, at: datetime) -> Ticket | None:
    """Whose turn it is."""
    waiting = Ticket.reached.filter(queue_id=queue_id, day=day, state="waiting")
    booked = waiting.filter(slot_at__lte=at).order_by("slot_at", "number").first()
    return booked or waiting.filter(slot_at=None).order_by("number").first()


def settle_number(
    *, actor: Actor, ticket_id: int, step: str, at: datetime | None = None
) -> Ticket:  # fmt: skip
    """`again`, `served` or `missed`. Denied, NotFound, Conflict when it is not called any more."""
    at = at or clock.now()
    if step not in STEPS:
        raise NotFound
    if actor.kind != "staff":
        raise Denied
    with transaction.atomic():
        row = (
            Ticket.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("queue__station")
            .filter(pk=ticket_id)
            .first()
        )
        if row is None:
            raise NotFound
        must_keep(actor, row.queue.station.body_id)
        if row.state != "called":
            raise Conflict(_("这个号已经办完或过号了。"))
        if step == "again":
            row.calls, row.called_at = row.calls + 1, at
        else:
            row.state, row.ended_at = step, at
        row.save(update_fields=["state", "calls", "called_at", "ended_at"])
    return row


def _end(rows: QuerySet[Ticket], at: datetime) -> None:
    rows.update(state="served", ended_at=at)
