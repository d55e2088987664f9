"""A member accepts a whistle, takes that back, or records the hour (ML-40)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import lock_order
from gongzhi.orders.settings import order_settings
from gongzhi.registers.models import MemberHelp
from gongzhi.registers.processes.whistling import CALLED, PROCESS, help_at
from gongzhi.registers.reading.whistles import called_order, may_record

Answer = Literal["accept", "decline", "done"]


def answer_whistle(
    *, actor: Actor, number: str, answer: Answer, at: datetime | None = None
) -> None:
    """Declining is free: nothing of it is kept. NotFound unless called, Conflict when too late."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at = at or clock.now()
    own = MemberHelp.objects.visible_to(actor)
    with transaction.atomic():
        known = called_order(actor, number) or _accepted(actor, number)
        if known is None:
            raise NotFound
        order = lock_order(SYSTEM, known.number)
        row = own.filter(order=order).first()
        if answer == "decline":
            if row is not None and row.minutes is None:
                row.delete()
            return
        if answer == "accept":
            if row is None and order.state != CALLED:
                raise Conflict(_("这次吹哨已经结束，谢谢您。"))
            own.get_or_create(
                order=order, resident_id=actor.resident_id, defaults={"accepted_at": at}
            )
            return
        if row is None:
            raise Conflict(_("先答应来，再记时间。"))
        record(row, order, said_by="self", at=at)


def _accepted(actor: Actor, number: str) -> Order | None:
    """What the actor accepted stays reachable, also after moving or after taking the report back."""
    mine = MemberHelp.objects.visible_to(actor).values("order_id")
    found: Order | None = (
        Order.objects.visible_to(SYSTEM).filter(number=number, pk__in=mine).first()
    )
    return found


def record(row: MemberHelp, order: Order, *, said_by: str, at: datetime) -> None:
    """The profile's time, once; whoever says it first, it is the same."""
    if row.minutes is not None:
        raise Conflict(_("已经记过了。"))
    asked = help_at(order)
    if asked is not None and at < asked:
        raise Conflict(_("说好的时间还没到，到了再记。"))
    if not may_record(order, now=at):
        raise Conflict(_("记时间的日子已经过了。"))
    row.minutes, row.said_by, row.recorded_at = order_settings().service_minutes, said_by, at
    row.save(update_fields=["minutes", "said_by", "recorded_at"])


def confirm_help(*, actor: Actor, help_id: int, at: datetime | None = None) -> str:
    """The organiser confirms that somebody came; the order's number. NotFound for other bodies."""
    at = at or clock.now()
    with transaction.atomic():
        row = MemberHelp.objects.visible_to(SYSTEM).filter(pk=help_id).first()
        seen = Order.objects.visible_to(actor).filter(process__key=PROCESS)
        order = seen.filter(pk=row.order_id).first() if row is not None else None
        if row is None or order is None or order.lead_body_id not in actor.body_ids:
            raise NotFound
        order = lock_order(actor, order.number)
        row.refresh_from_db()
        record(row, order, said_by="organiser", at=at)
        return str(order.number)
