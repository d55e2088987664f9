"""Merging duplicates and taking them apart again.

Whoever reported or supported the one follows and may rate the other, and goes on to when they turn
out to be two matters: nobody who follows is lost either way. Both records tell of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor

from ...models import Order, OrderClock, OrderParty, Support
from ...process.spec import spec_of
from ..events import NewEvent
from ..move import Move
from ..step import Step, effect


@effect(reads=("into",))
def merge(step: Step) -> None:
    """Into another open order of its kind: every subscriber keeps the right to follow and rate."""
    order = step.order
    main = _open(step.actor, str(step.payload["into"]).strip())
    if main.pk == order.pk:
        raise Invalid(_("不能并到自己。"), "into")
    if spec_of(main.process_id).key != spec_of(order.process_id).key:
        raise Invalid(_("两件不是一类工单，不能并。"), "into")
    _carry_over(order, main, step.at)
    order.merged_into = main
    _note(main, "merged_in", step)


@effect
def unmerge(step: Step) -> None:
    """Two matters after all: the order stands by itself again, and its handler's clock goes on.

    The same body goes on, so what it had spent counts, and time as a merged order does not; a
    timeout from before stays one. Raises Conflict when the order it went into is being changed.
    """
    order = step.order
    if order.merged_into_id is None:
        raise Conflict(_("这一件没有并到别的工单里。"))
    main = _claimed(SYSTEM, pk=order.merged_into_id)
    order.merged_into = None
    if order.lead_body_id is not None:
        last = OrderClock.objects.filter(
            order=order, stage="handle", body_id=order.lead_body_id
        ).order_by("-pk")
        step.clocks.take_up(last.first(), order.lead_body_id, step.at)
        if order.returns:  # whoever gave it back waits for who is to act, as before the merge
            step.clocks.pause_handling(step.at)
        OrderParty.objects.filter(order=order, role="co", answered_at=None).update(open=True)
        step.brings_back = True
    if main is not None:
        _note(main, "taken_apart", step)


def _open(actor: Actor, number: str) -> Order:
    main = _claimed(actor, number=number)
    if main is None or main.phase == "closed":
        raise Invalid(_("要并入的工单没有找到，或者已经办结。"), "into")
    return main


def _claimed(actor: Actor, **wanted: object) -> Order | None:
    """The other order, locked. Not waiting for it: two that want each other would wait for ever."""
    rows = Order.objects.visible_to(actor).filter(**wanted)
    try:
        return rows.select_for_update(of=("self",), nowait=True).first()
    except OperationalError:
        raise Conflict from None


def _carry_over(order: Order, main: Order, at: datetime) -> None:
    followers = set(Support.objects.filter(order=order).values_list("resident_id", flat=True))
    if order.reporter_id:
        followers.add(order.reporter_id)
    followers.discard(main.reporter_id or 0)
    known = set(Support.objects.filter(order=main).values_list("resident_id", flat=True))
    new = followers - known
    Support.objects.bulk_create(
        [Support(order=main, resident_id=r, at=at, from_merge=True) for r in new],
        ignore_conflicts=True,
    )
    Order.reached.filter(pk=main.pk).update(supporters=F("supporters") + len(new))


def _note(main: Order, action: str, step: Step) -> None:
    """Into the chain of the order that goes on; this one's own step names it too."""
    move = Move(main, step.at)
    move.record(
        NewEvent(
            action=action,
            actor=step.actor,
            at=step.at,
            from_state=main.state,
            to_state=main.state,
            payload={"other": step.order.number},
            body_id=step.body_id,
        )
    )
    move.write()
    step.shown["other"] = main.number
