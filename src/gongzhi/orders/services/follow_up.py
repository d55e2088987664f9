"""After an event: tell whoever must know. Messages carry a key, so a second run adds nothing."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.scope import SYSTEM

from .. import telling
from ..models import Order, OrderEvent


def follow_up(*, order_id: int, seq: int) -> None:
    """Tell about event `seq`, and at intake about all events up to it (they came in one go)."""
    with transaction.atomic():
        order = (
            Order.objects.visible_to(SYSTEM).select_related("reporter").filter(pk=order_id).first()
        )
        if order is None:
            return
        wanted = OrderEvent.reached.filter(order=order, seq__lte=seq).order_by("seq")
        events = list(wanted)
        latest = events[-1]
        together = [event for event in events if event.at == latest.at]
        for event in together if together[0].seq == 1 else [latest]:
            telling.after_event(order, event)
