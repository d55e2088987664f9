"""Answer a call: we come, we cannot, we are there, this is what we did."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor

from .. import calling
from ..engine.perform import note_by_system
from ..models import Call, Order
from .act import lock_order

StepName = Literal["received", "declined", "arrived", "feedback"]
WORDS_MAX = 500


def locked_call(call_id: int) -> tuple[Call, Order]:
    """The call and its order, locked in that order by everybody. NotFound."""
    its = Order.objects.visible_to(SYSTEM).filter(calls__pk=call_id)
    number = its.values_list("number", flat=True).first()
    if number is None:
        raise NotFound
    order = lock_order(SYSTEM, number)
    return Call.objects.select_for_update(of=("self",)).get(pk=call_id), order


def answer(
    *,
    actor: Actor,
    call_id: int,
    step: StepName,
    feedback: str = "",
    at: datetime | None = None,
) -> Call:
    """One step by somebody of the called body; each is taken once.

    The first answer stands: of two at once the second is told so. Who could not come may still
    arrive, and a later step fills in the earlier ones: who arrived has received. Raises NotFound
    for everybody else, Denied for who only looks, Conflict, Invalid (`feedback`).
    """
    at = at or wall.now()
    if not Call.objects.filter(pk=call_id, body_id__in=calling.answering_bodies(actor)).exists():
        raise NotFound
    words = feedback.strip()[:WORDS_MAX]
    with transaction.atomic():
        row, order = locked_call(call_id)
        if row.body_id not in calling.answering_bodies(actor):
            raise Denied
        _take(row, step, words, at)
        row.raise_at = None
        row.save()
        calling.keep_part(row)
        own = calling.as_body(actor, row.body_id)
        payload = {"call": row.pk, "feedback": words if step in {"declined", "feedback"} else ""}
        note_by_system(order, actor=own, action=f"call_{step}", payload=payload, at=at)
        return row


def _take(row: Call, step: StepName, words: str, at: datetime) -> None:
    """The step on the row. Conflict when it was taken, or the call taken back, meanwhile."""
    if row.cancelled_at is not None:
        raise Conflict(
            _("这次呼叫已经免去：%(reason)s") % {"reason": row.cancel_reason}
            if row.cancel_reason
            else _("这次呼叫已经撤销。")
        )
    if row.fed_back_at is not None:
        raise Conflict(_("已经反馈过了。"))
    if step in {"declined", "feedback"} and not words:
        raise Invalid(
            _("请写明来不了的理由。") if step == "declined" else _("请写几句现场情况。"), "feedback"
        )
    if step in {"received", "declined"} and (row.received_at or row.declined_at):
        raise Conflict(
            _("本单位刚才已经答复：来不了。真要来，到了请按“到场了”。")
            if row.declined_at
            else _("本单位刚才已经答复：马上来。情况有变，请直接联系呼叫的单位。")
        )
    if step == "arrived" and row.arrived_at is not None:
        raise Conflict(_("已经记过到场了。"))
    if step == "declined":
        row.declined_at, row.declined_why = at, words
        return
    row.received_at = row.received_at or at
    if step in {"arrived", "feedback"}:
        row.arrived_at = row.arrived_at or at
    if step == "feedback":
        row.fed_back_at, row.feedback = at, words
