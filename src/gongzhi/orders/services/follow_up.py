"""After an event: tell whoever must know. Messages carry a key, so a second run adds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from gongzhi.kernel.scope import SYSTEM
from gongzhi.notify.writing import together

from .. import jobs, telling
from ..models import Order, OrderEvent, Support

Step = tuple[int, int]  # order id, event number


def follow_up(*, order_id: int, seq: int) -> None:
    """Tell about event `seq` of an order, and about what waits in the queue with it.

    Together they cost a fraction of one by one. The others leave the queue in the transaction
    that tells about them; when that fails they stay, and this one is tried by itself.
    """
    try:
        with transaction.atomic():
            _tell([(order_id, seq), *jobs.take_waiting()])
    except Exception:
        with transaction.atomic():
            _tell([(order_id, seq)])


def _tell(steps: Iterable[Step]) -> None:
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for order_id, seq in steps:
        wanted[order_id].append(seq)
    orders = Order.objects.visible_to(SYSTEM).select_related("reporter", "category").in_bulk(wanted)
    events = _events(orders)
    followers = _followers(orders)
    with together():
        for order_id, order in orders.items():
            for seq in sorted(set(wanted[order_id])):
                readers = telling.readers_of(order, followers[order_id])
                _tell_one(order, [e for e in events[order_id] if e.seq <= seq], readers)


def _tell_one(order: Order, events: list[OrderEvent], readers: telling.Readers) -> None:
    """The last of these; at intake all of them, which came in one go."""
    latest = events[-1]
    came = [event for event in events if event.at == latest.at]
    if came[0].seq == 1:
        telling.after_intake(order, came, readers)
    else:
        telling.after_event(order, latest, readers)


def _events(orders: dict[int, Order]) -> dict[int, list[OrderEvent]]:
    found: defaultdict[int, list[OrderEvent]] = defaultdict(list)
    for event in OrderEvent.reached.filter(order__in=orders).order_by("seq"):
        found[event.order_id].append(event)
    return found


def _followers(orders: dict[int, Order]) -> dict[int, dict[int, str]]:
    """Per order the residents who support it, with their language."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = Support.objects.filter(order__in=[o.pk for o in orders.values() if o.supporters])
    for order_id, resident_id, language in rows.values_list(
        "order_id", "resident_id", "resident__language"
    ):
        found[order_id][resident_id] = language
    return found
