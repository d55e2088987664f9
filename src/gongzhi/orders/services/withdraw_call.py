"""Take calls back at once, or do without a body that was called, for a reason."""

from __future__ import annotations

from collections import defaultdict
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
    taken: dict[int, list[int]] = defaultdict(list)  # order → bodies
    with transaction.atomic():
        # Orders first, as by every answer.
        orders = {row.pk: row for row in (lock_order(SYSTEM, number) for number in numbers)}
        for row in wanted.select_for_update(of=("self",)).filter(
            received_at=None,
            declined_at=None,
            cancelled_at=None,
            called_at__gte=at - timedelta(seconds=UNDO_SECONDS),
        ):
            row.cancelled_at, row.raise_at = at, None
            row.save(update_fields=["cancelled_at", "raise_at"])
            calling.keep_part(row)
            taken[row.order_id].append(row.body_id)
        for order_id, body_ids in taken.items():
            _note(actor, orders[order_id], "call_cancelled", body_ids, at)
    return sum(map(len, taken.values()))


def _note(
    actor: Actor, order: Order, action: str, body_ids: list[int], at: datetime, **said: str
) -> None:
    """What became of calls, in the order's own record, by the body that called."""
    found = [body for body in map(orgs.body_by_id, body_ids) if body is not None]
    posting = calling.calling_post(actor, order)
    own = calling.as_body(actor, posting.body_id) if posting else actor
    payload = {"bodies": [body.code for body in found], **said}
    note_by_system(order, actor=own, action=action, payload=payload, at=at)


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
        _note(actor, order, "call_released", [row.body_id], at, reason=words)
        return row
