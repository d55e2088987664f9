"""Take calls back at once, or do without a body that was called, for a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs

from .. import calling
from ..engine.perform import note_by_system
from ..models import Call, Order
from .act import lock_order
from .answer_call import locked_call

UNDO_SECONDS = 30
REASON_MAX = 200


def cancel(*, actor: Actor, call_ids: list[int], at: datetime | None = None) -> int:
    """Take one's own calls back within 30 seconds, while nobody has answered. Returns how many.

    Whoever is no longer called no longer reads the order. Denied for who calls nobody.
    """
    at = at or wall.now()
    if actor.kind != "staff":
        raise Denied
    wanted = Call.objects.filter(pk__in=call_ids, called_by_id=actor.user_id)
    its = Order.objects.visible_to(SYSTEM).filter(pk__in=wanted.values("order_id"))
    numbers = sorted(its.values_list("number", flat=True))
    taken = 0
    with transaction.atomic():
        for number in numbers:  # orders first, as by every answer
            lock_order(SYSTEM, number)
        for row in wanted.select_for_update(of=("self",)).filter(
            received_at=None,
            declined_at=None,
            cancelled_at=None,
            called_at__gte=at - timedelta(seconds=UNDO_SECONDS),
        ):
            row.cancelled_at, row.raise_at = at, None
            row.save(update_fields=["cancelled_at", "raise_at"])
            calling.keep_part(row)
            taken += 1
    return taken


def release(*, actor: Actor, call_id: int, reason: str, at: datetime | None = None) -> Call:
    """The calling body, or who leads the matter, does without this one; it still reads the order, and why.

    Raises NotFound, Denied (another body called), Conflict (through already), Invalid (`reason`).
    """
    at = at or wall.now()
    words = reason.strip()[:REASON_MAX]
    with transaction.atomic():
        row, order = locked_call(call_id)
        if not Order.objects.visible_to(actor).filter(pk=order.pk).exists():
            raise NotFound
        if not calling.may_release(actor, row, order):
            raise Denied(_("只有呼叫的单位、主办这件事的单位能免去。"))
        if not words:
            raise Invalid(_("请写明为什么不用来了。"), "reason")
        if row.fed_back_at is not None or row.cancelled_at is not None:
            raise Conflict(_("这家单位已经反馈过，或者已经免去。"))
        row.cancelled_at, row.cancel_reason, row.raise_at = at, words, None
        row.save(update_fields=["cancelled_at", "cancel_reason", "raise_at"])
        calling.keep_part(row)
        body = orgs.body_by_id(row.body_id)
        payload = {"bodies": [body.code] if body else [], "reason": words}
        posting = calling.calling_post(actor, order)
        own = calling.as_body(actor, posting.body_id) if posting else actor
        note_by_system(order, actor=own, action="call_released", payload=payload, at=at)
        return row
