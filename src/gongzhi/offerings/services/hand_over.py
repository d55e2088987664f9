"""Hand orders over to the city's government service system, and ask where they stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.engine.perform import note_by_system
from gongzhi.orders.models import Order
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.services.act import act, lock_order

from ..catalogue import item_by_code
from ..government import PURPOSE, Answer, Government, GovernmentError, government
from ..models import HandOver, ItemOrder
from ..selectors import failed_rows

BATCH: Final = 25
ASK_AGAIN: Final = timedelta(minutes=30)
# Before the second try, the third, …; then as the last, for as long as the order is open.
PAUSES: Final = tuple(timedelta(minutes=n) for n in (1, 2, 5, 15, 30, 60))
FINISH: Final = "finish_outside"


def hand_over(*, at: datetime | None = None, system: Government | None = None) -> int:
    """Everything that is due, oldest first; how many answers came.

    Whoever moves `next_at` sends: two workers never send the same try, and one that dies is
    repeated under the same reference, which the other side takes once.
    """
    at, answered = at or clock.now(), 0
    rows = _claim(at)
    if not rows:
        return 0
    for row in rows:
        try:
            answer = (system or government()).ask(_document(row))
        except GovernmentError as error:
            HandOver.objects.filter(pk=row.pk).update(failure=str(error)[:200])
        else:
            _keep(row, answer, at)
            answered += 1
    return answered


def _claim(at: datetime) -> list[HandOver]:
    with transaction.atomic():
        rows = list(
            HandOver.objects.select_for_update(skip_locked=True)
            .filter(next_at__lte=at)
            .order_by("next_at")[:BATCH]
        )
        orders = Order.reached.in_bulk([row.pk for row in rows])
        found = []
        for row in rows:
            order = orders[row.pk]
            if order.phase == "closed":
                HandOver.objects.filter(pk=row.pk).update(next_at=None)
                continue
            row.tries += 1
            waits = ASK_AGAIN if row.number else PAUSES[min(row.tries, len(PAUSES)) - 1]
            HandOver.objects.filter(pk=row.pk).update(tries=row.tries, next_at=at + waits)
            if order.state != "draft":  # whose phone is not verified goes nowhere
                found.append(row)
    return found


def _document(row: HandOver) -> dict[str, Any]:
    """Taken over with what the other side needs to go on; asked about by the numbers alone."""
    order: Order = Order.reached.get(pk=row.pk)
    if row.number:
        return {"action": "state", "reference": order.number, "number": row.number}
    code = ItemOrder.objects.get(order=order).code
    item = item_by_code(code)
    return {
        "action": "take", "reference": order.number, "item": code,
        "name": item.name if item else code, "words": order.text, "place": order.place,
        "received_at": order.reported_at.isoformat(), **_applicant(order, log=row.tries == 1),
    }  # fmt: skip


def _applicant(order: Order, *, log: bool) -> dict[str, str]:
    """Name and phone; the first try is logged as a look that the person is shown (PIPL art. 23)."""
    who = Resident.objects.marked().filter(pk=order.reporter_id or 0).first()
    if who is None or not who.phone_sealed:
        return {}
    if log:
        log_access(
            actor=SYSTEM, kind="contact", subject=order.number, purpose=PURPOSE, resident=who
        )  # fmt: skip
    name = open_(who.name_sealed) if who.name_sealed else ""
    return {"phone": open_(who.phone_sealed), "person": name}


def _keep(row: HandOver, answer: Answer, at: datetime) -> None:
    """The number and the state, in the order's own record when they are new."""
    with transaction.atomic():
        order = lock_order(SYSTEM, Order.reached.get(pk=row.pk).number)
        now = HandOver.objects.get(pk=row.pk)
        first, moved = not now.number, now.state != answer.state or now.done != answer.done
        HandOver.objects.filter(pk=row.pk).update(
            number=answer.number, state=answer.state, done=answer.done, failure="",
            asked_at=at, taken_at=now.taken_at or at,
            next_at=None if answer.done else at + ASK_AGAIN,
        )  # fmt: skip
        if first or moved:
            said = {"other": answer.number, "note": answer.state}
            action = "outside_taken" if first else "outside_state"
            note_by_system(order, actor=SYSTEM, action=action, payload=said, at=at)
        if answer.done and not now.done and _may_finish(order):
            words = _("市政务服务系统 %(number)s：%(state)s") % {
                "number": answer.number, "state": answer.state or _("办完了"),
            }  # fmt: skip
            act(actor=SYSTEM, number=order.number, action=FINISH, payload={"result": words}, at=at)


def _may_finish(order: Order) -> bool:
    """Where its process says that the other side's end is this one's too, in the state it is in."""
    action = spec_of(order.process_id).actions.get(FINISH)
    return action is not None and order.state in action.sources


def retry(*, actor: Actor, order_id: int | None = None, at: datetime | None = None) -> int:
    """Those that failed are due now (one, or all); how many. Denied for whoever runs no machine."""
    if actor.kind != "staff" or not actor.has_role("sysadmin"):
        raise Denied
    rows = failed_rows()
    if order_id is not None:
        rows = rows.filter(pk=order_id)
    return int(rows.update(next_at=at or clock.now()))
