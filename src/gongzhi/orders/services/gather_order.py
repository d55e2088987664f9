"""Take an order up into a long-running file, or let it go again (JN-15)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor

from ..engine.perform import note_by_system
from ..engine.policies import Relations, permits
from ..gathering.files import KEEPING, PROCESS
from ..models import Gathered, Order
from ..process.spec import spec_of
from .act import lock_order


def gather_order(*, actor: Actor, file: str, number: str, at: datetime | None = None) -> Gathered:
    """`number` belongs to the open file from now on; both records tell of it.

    Raises NotFound (file out of sight), Denied (not of those who keep it), Invalid (`number`),
    Conflict (in a file already).
    """
    at = at or wall.now()
    with transaction.atomic():
        whole = _open_file(actor, file)
        order = Order.objects.visible_to(actor).filter(number=number.strip()).first()
        if order is None or spec_of(order.process_id).key == PROCESS:
            raise Invalid(_("没有找到这件工单，请核对编号。"), "number")
        try:
            with transaction.atomic():
                row = Gathered.objects.create(
                    file=whole, order=order, user_id=actor.user_id or 0, at=at
                )
        except IntegrityError:
            raise Conflict(
                _("%(number)s 已经归在一件长案里。") % {"number": order.number}
            ) from None
        _tell(actor, whole, order, "gathered", at)
        return row


def let_go(*, actor: Actor, file: str, number: str, at: datetime | None = None) -> None:
    """The order no longer belongs to the file. Raises as `gather_order` does."""
    at = at or wall.now()
    with transaction.atomic():
        whole = _open_file(actor, file)
        order = Order.objects.visible_to(actor).filter(number=number).first()
        row = order and Gathered.objects.filter(file=whole, order=order).first()
        if row is None or order is None:
            raise Invalid(_("这件工单不在这件长案里。"), "number")
        row.delete()
        _tell(actor, whole, order, "let_go", at)


def _open_file(actor: Actor, number: str) -> Order:
    order = lock_order(actor, number)
    spec = spec_of(order.process_id)
    if spec.key != PROCESS or order.phase == "closed":
        raise Conflict(_("这件不是正在办的长案。"))
    if not permits(actor, spec.actions[KEEPING], Relations(order, actor)):
        raise Denied
    return order


def _tell(actor: Actor, file: Order, order: Order, action: str, at: datetime) -> None:
    """Into the file's own chain, and the order's: each names the other."""
    note_by_system(file, actor=actor, action=action, payload={"other": order.number}, at=at)
    note_by_system(
        lock_order(actor, order.number), actor=actor, action=action,
        payload={"other": file.number}, at=at,
    )  # fmt: skip
