"""Give a number of a queue: at the hall's tablet, by the clerk, or ahead by a resident's phone."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.kernel.crypto import blind
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..halltimes import hall_rules, slots_of
from ..hours import is_open_at
from ..models import Queue, QueueDay, Slot, Station, Ticket
from ..reach import must_keep
from ..words import STATES, at_when

_PURPOSE = "hall-tablet"
NUMBER_MOST = 9999
_STOPPED = gettext_lazy("（这一队不办了，请到大厅问一声）")


def tablet_code(station_id: int) -> str:
    """What the address of a hall's tablet carries, so that numbers are taken at the hall only."""
    return blind(f"hall:{station_id}", _PURPOSE)[:20]


def add_queue(
    *, actor: Actor, station_id: int, name: str, letter: str, name_en: str = ""
) -> Queue:  # fmt: skip
    """Denied, NotFound, Invalid by field, Conflict when the letter is taken."""
    station = Station.objects.filter(pk=station_id, ended_on=None).first()
    if station is None:
        raise NotFound
    must_keep(actor, station.body_id)
    letter = letter.strip().upper()
    if len(letter) != 1 or not ("A" <= letter <= "Z"):
        raise Invalid(_("请填一个字母，A到Z。"), "letter")
    row = Queue(
        station=station, name=one_line(name, "name", 30), letter=letter,
        name_en=one_line(name_en, "name_en", 60, needed=False),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(_("这个字母已经有一队了。"), "letter") from None
    return row


def end_queue(*, actor: Actor, queue_id: int) -> Queue:
    """No more numbers; those of the past stay counted, times of later days are cancelled and told.

    Conflict while somebody waits today.
    """
    at = clock.now()
    today = clock.local(at).date()
    with transaction.atomic():
        rows = Queue.objects.select_for_update(of=("self",)).select_related("station")
        row = rows.filter(pk=queue_id, ended_on=None).first()
        if row is None:
            raise NotFound
        must_keep(actor, row.station.body_id)
        waiting = Ticket.reached.select_for_update().filter(queue=row, state="waiting")
        if n := waiting.filter(day=today).count():
            raise Conflict(_("今天还有%(n)d个号在等，叫完再停。") % {"n": n})
        for ticket in waiting.filter(day__gt=today):
            _call_off(ticket, row.name, at)
        row.ended_on = today
        row.save(update_fields=["ended_on"])
    return row


def _call_off(ticket: Ticket, name: str, at: datetime) -> None:
    ticket.state = "cancelled"
    ticket.save(update_fields=["state"])
    if ticket.resident_id is not None and ticket.slot_at is not None:
        tell_resident(
            resident_id=ticket.resident_id, kind="booking_said",
            context={
                "title": at_when(name, ticket.slot_at), "sentence": STATES["cancelled"],
                "reason": _STOPPED,
            },
            dedupe=f"number-{ticket.pk}-off", at=at,
        )  # fmt: skip


def take_number(
    *, queue_id: int, key: uuid.UUID, code: str, at: datetime | None = None
) -> Ticket:  # fmt: skip
    """At the tablet, by nobody in particular; `code` is that of its address. The same key again
    gives the same number. NotFound (no such queue, another code), Conflict (closed).
    """
    at = at or clock.now()
    with transaction.atomic():
        queue = _queue(queue_id)
        if code != tablet_code(queue.station_id):
            raise NotFound
        again = Ticket.reached.filter(key=key, queue=queue).first()
        if again is not None:
            return again
        _must_be_open(queue.station, at)
        return _next(queue, clock.local(at).date(), key=key, at=at)


def book_number(
    *, actor: Actor, queue_id: int, slot_at: datetime, key: uuid.UUID, at: datetime | None = None
) -> Ticket:
    """By a resident, for a time of their own. Denied, NotFound, Invalid `slot`, Conflict."""
    at = at or clock.now()
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    with transaction.atomic():
        queue = _queue(queue_id)
        again = Ticket.reached.filter(key=key, resident_id=actor.resident_id).first()
        if again is not None:
            return again
        if slot_at not in slots_of(queue.station, clock.local(slot_at).date(), at):
            raise Invalid(_("请从列出的时间里选。"), "slot")
        rules = hall_rules()
        Slot.objects.bulk_create(
            [Slot(queue=queue, starts_at=slot_at, capacity=rules.slot_places)],
            ignore_conflicts=True,
        )
        try:
            with transaction.atomic():
                Slot.objects.filter(queue=queue, starts_at=slot_at).update(taken=F("taken") + 1)
        except IntegrityError:
            raise Conflict(_("这个时间的号约满了，请换一个时间。"), "slot") from None
        try:
            with transaction.atomic():
                return _next(
                    queue, clock.local(slot_at).date(), key=key, at=at, slot_at=slot_at,
                    resident_id=actor.resident_id,
                )  # fmt: skip
        except IntegrityError:
            raise Conflict(_("您那天已经有一个号了。"), "slot") from None


def cancel_number(*, actor: Actor, ticket_id: int) -> Ticket:
    """One's own, before it is called; the time is free again. NotFound, Conflict."""
    with transaction.atomic():
        row = (
            Ticket.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("queue")
            .filter(pk=ticket_id, resident_id=actor.resident_id, resident__isnull=False)
            .first()
        )
        if row is None:
            raise NotFound
        if row.state != "waiting":
            raise Conflict(_("这个号已经叫过或取消了。"))
        row.state = "cancelled"
        row.save(update_fields=["state"])
        Slot.objects.filter(queue_id=row.queue_id, starts_at=row.slot_at).update(
            taken=F("taken") - 1
        )
    return row


def _next(
    queue: Queue, day: date, *, key: uuid.UUID, at: datetime, slot_at: datetime | None = None,
    resident_id: int | None = None,
) -> Ticket:  # fmt: skip
    """The next number of the day, without a gap: the day's row is locked until the commit."""
    QueueDay.objects.bulk_create([QueueDay(queue=queue, day=day)], ignore_conflicts=True)
    row = QueueDay.objects.select_for_update().get(queue=queue, day=day)
    if row.last >= NUMBER_MOST:
        raise Conflict(_("今天的号发完了。"))
    row.last += 1
    row.save(update_fields=["last"])
    return Ticket.reached.create(
        key=key, queue=queue, day=day, number=row.last, resident_id=resident_id,
        slot_at=slot_at, taken_at=at,
    )  # fmt: skip


def _queue(queue_id: int) -> Queue:
    row = (
        Queue.objects.select_related("station")
        .filter(pk=queue_id, ended_on=None, station__ended_on=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _must_be_open(station: Station, at: datetime) -> None:
    if not is_open_at(station, at):
        raise Conflict(_("现在没开门，不能取号。"))
