"""Call bodies to an order: each is told at once, and its three clocks start (QA-20, JN-14)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor, Posting
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .. import calling
from ..engine.perform import note_by_system
from ..models import Call, Order, OrderParty
from ..process.spec import CallsSpec
from .act import lock_order

NOTE_MAX = 200


def call(
    *, actor: Actor, number: str, body_ids: list[int], note: str = "", at: datetime | None = None
) -> list[Call]:
    """Call bodies of the kinds that the order's process names.

    Whoever is called may read the order, so a street calls only those that answer for the place;
    the county's command calls any. Raises Denied, Invalid (`bodies`), Conflict (called already,
    or the order is not in a state in which anybody is called), NotFound.
    """
    at = at or wall.now()
    with transaction.atomic():
        order = lock_order(actor, number)
        calls = calling.calls_of(order)
        posting = calling.calling_post(actor, order)
        if calls is not None and posting is None:
            raise Denied(_("您的岗位不能为这件工单呼叫单位。"))
        reason = calling.refusal(calls, order)
        if reason or calls is None or posting is None:
            raise Conflict(reason)
        bodies = _bodies(calls, body_ids)
        if not all(calling.reaches(posting, body, order.area_path) for body in bodies):
            raise Denied(_("只能呼叫管这个地方的单位，要叫其他单位请找县指挥中心。"))
        rows = [_called(actor, posting, order, calls, body, note, at) for body in bodies]
        payload = {"bodies": [body.code for body in bodies], "note": note.strip()[:NOTE_MAX]}
        own = calling.as_body(actor, posting.body_id)
        note_by_system(order, actor=own, action="call", payload=payload, at=at)
        return rows


def _bodies(calls: CallsSpec, body_ids: list[int]) -> list[BodyRef]:
    bodies = [orgs.body_by_id(body_id) for body_id in dict.fromkeys(body_ids)]
    found = [body for body in bodies if body is not None and body.kind in calls.kinds]
    if not bodies or len(found) != len(bodies):
        raise Invalid(_("请从列表里选要呼叫的单位。"), "bodies")
    return found


def _called(
    actor: Actor, posting: Posting, order: Order, calls: CallsSpec, body: BodyRef, note: str,
    at: datetime,
) -> Call:  # fmt: skip
    if body.id == posting.body_id:
        raise Invalid(_("不用呼叫自己的单位。"), "bodies")
    due = calling.dues(calls, body, at)
    row = Call(
        order=order,
        body_id=body.id,
        caller_body_id=posting.body_id,
        called_by_id=actor.user_id or 0,
        called_at=at,
        note=note.strip()[:NOTE_MAX],
        receipt_due=due["receipt"],
        arrival_due=due["arrival"],
        feedback_due=due["feedback"],
        raise_at=due["receipt"] if calls.rises else None,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(
            _("%(body)s 已经在这件事上，不用再呼叫。") % {"body": body.short_name or body.name}
        ) from None
    part = OrderParty(order=order, body_id=body.id, role="called", since=at)
    OrderParty.objects.bulk_create([part], ignore_conflicts=True)
    calling.keep_part(row)
    return row
