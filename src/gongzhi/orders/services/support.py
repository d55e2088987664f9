""" "I met this too": follow somebody's report instead of repeating it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor

from ..models import Order, Support


def support(*, actor: Actor, number: str, at: datetime | None = None) -> int:
    """Follow an open order found nearby. Returns how many support it; twice counts once.

    Open reports that may be published can be joined, verified or not: who supports one then sees
    its progress, never its reporter nor the reporter's words.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied(_("请先验证手机号。"))
    with transaction.atomic():
        order = _open_order(number, actor.resident_id)
        _row, created = Support.objects.get_or_create(
            order=order, resident_id=actor.resident_id, defaults={"at": at or wall.now()}
        )
        if created:
            Order.reached.filter(pk=order.pk).update(supporters=F("supporters") + 1)
        return Support.objects.filter(order=order).count()


def _open_order(number: str, resident_id: int) -> Order:
    """The order, locked, so that nobody joins what is being merged; merged, the one that goes on."""
    merged = Order.objects.filter(number=number, public=True).exclude(merged_into=None).marked()
    wanted = merged.values_list("merged_into__number", flat=True).first() or number
    joinable = Order.objects.joinable().exclude(reporter_id=resident_id).filter(number=wanted)
    order = joinable.select_for_update(of=("self",)).first()
    if order is None:
        raise NotFound
    return order
