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

    Any open report that was handed over may be supported, published or not: who supports it
    then sees its progress, never its reporter.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied(_("请先验证手机号。"))
    with transaction.atomic():
        order = (
            Order.objects.filter(number=number)
            .exclude(phase="closed")
            .exclude(state="draft")
            .exclude(reporter_id=actor.resident_id)
            .marked()
            .first()
        )
        if order is None:
            raise NotFound
        _row, created = Support.objects.get_or_create(
            order=order, resident_id=actor.resident_id, defaults={"at": at or wall.now()}
        )
        if created:
            Order.reached.filter(pk=order.pk).update(supporters=F("supporters") + 1)
        return Support.objects.filter(order=order).count()
