"""Merging duplicates: whoever reported or supported the one follows and may rate the other."""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor

from .models import Order, Support


def merge_into(order: Order, number: str, actor: Actor, at: datetime) -> None:
    """Point `order` at the open order `number` and carry its people over."""
    # Not waiting for its lock: two merges into each other would wait for ever.
    found = Order.objects.visible_to(actor).filter(number=number.strip())
    try:
        main = found.select_for_update(of=("self",), nowait=True).first()
    except OperationalError:
        raise Conflict from None
    if main is None or main.phase == "closed":
        raise Invalid(_("要并入的工单没有找到，或者已经办结。"), "into")
    if main.pk == order.pk:
        raise Invalid(_("不能并到自己。"), "into")
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
    order.merged_into = main
