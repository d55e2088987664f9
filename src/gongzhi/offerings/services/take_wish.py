"""A resident takes a wish from the wall, gives it back, or thanks for one's own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.engine.perform import perform
from gongzhi.orders.models import Order
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.services.act import act, lock_order

from ..models import Pledge
from ..wishing import PROCESS

OPEN_MOST = 3  # at a time, so that one phone cannot empty the wall


def take_wish(*, actor: Actor, number: str, at: datetime | None = None) -> Order:
    """Of two at once one gets it, the other reads a sentence; a second tap changes nothing.

    Raises Denied, NotFound (not on the wall), Conflict (taken, too many, one's own).
    """
    at = at or clock.now()
    resident = _resident(actor)
    with transaction.atomic():
        order = _on_the_wall(number)
        mine = Pledge.reached.filter(resident_id=resident, ended_at=None)
        if mine.filter(order=order).exists():
            return order
        if order.reporter_id == resident:
            raise Conflict(_("这是您自己的心愿。"))
        if order.state != "wish_open":
            raise Conflict(_("这个心愿刚刚被别人认领了，看看别的吧。"))
        if mine.filter(order__phase="open").count() >= OPEN_MOST:
            raise Conflict(
                _("您手上已有%(n)d个心愿，圆了再认领，或先交回一个。") % {"n": OPEN_MOST}
            )
        return perform(
            order, actor=actor, action_key="pledge_wish", payload={}, at=at
        )  # fmt: skip


def give_wish_back(*, actor: Actor, number: str, at: datetime | None = None) -> Order:
    """By whoever took it; it is open to others again. Denied, NotFound, Conflict."""
    at = at or clock.now()
    resident = _resident(actor)
    with transaction.atomic():
        order = _on_the_wall(number)
        if not Pledge.reached.filter(order=order, resident_id=resident, ended_at=None).exists():
            raise NotFound
        return perform(
            order, actor=actor, action_key="drop_wish", payload={}, at=at
        )  # fmt: skip


def thank(*, actor: Actor, number: str, words: str, at: datetime | None = None) -> Order:
    """By the person whose wish came true. NotFound, Conflict (said already), Invalid `note`."""
    _resident(actor)
    return act(actor=actor, number=number, action="thank", payload={"note": words}, at=at)


def _resident(actor: Actor) -> int:
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    return actor.resident_id


def _on_the_wall(number: str) -> Order:
    """Locked. Whoever takes a wish does not see the order: what stands on the wall is all."""
    order = lock_order(SYSTEM, number)
    spec = spec_of(order.process_id)
    if spec.key != PROCESS or not spec.states[order.state].shown:
        raise NotFound
    return order
