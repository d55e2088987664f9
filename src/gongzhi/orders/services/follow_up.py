"""After an event: tell whoever must know. Messages carry a key, so a second run adds nothing."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from gongzhi.accounts.selectors import languages_of
from gongzhi.kernel.scope import SYSTEM
from gongzhi.notify.writing import together

from .. import telling
from ..engine import jobs
from ..models import Order, OrderEvent, Support

_log = logging.getLogger(__name__)


def follow_up(*, order_id: int, first: int, last: int) -> None:
    """Tell about events `first` to `last` of an order, and about what waits in the queue with it.

    Together they cost a fraction of one by one. The others leave the queue in the transaction
    that tells about them; when that fails they stay, and this one is tried by itself.
    """
    mine = (order_id, first, last)
    try:
        with transaction.atomic():
            _tell([mine, *jobs.take_waiting()])
    except Exception as failure:
        _log.warning("telling together failed, now one by one: %s", type(failure).__name__)
        with transaction.atomic():
            _tell([mine])


def _tell(rounds: Iterable[jobs.Round]) -> None:
    wanted: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for order_id, first, last in rounds:
        wanted[order_id].add((first, last))
    orders = Order.objects.visible_to(SYSTEM).select_related("reporter", "category").in_bulk(wanted)
    events, followers = _events(orders), _followers(orders)
    with together():
        for order_id, order in orders.items():
            readers = telling.readers_of(order, followers[order_id])
            for first, last in sorted(wanted[order_id]):
                came = [event for event in events[order_id] if first <= event.seq <= last]
                telling.after_move(order, came, readers)


def _events(orders: dict[int, Order]) -> dict[int, list[OrderEvent]]:
    found: defaultdict[int, list[OrderEvent]] = defaultdict(list)
    for event in OrderEvent.reached.filter(order__in=orders).order_by("seq"):
        found[event.order_id].append(event)
    return found


def _followers(orders: dict[int, Order]) -> dict[int, dict[int, str]]:
    """Per order the residents who support it, with their language."""
    supported = [order.pk for order in orders.values() if order.supporters]
    pairs = Support.objects.filter(order__in=supported).values_list("order_id", "resident_id")
    known = languages_of(resident_ids={resident_id for _order, resident_id in pairs})
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for order_id, resident_id in pairs:
        found[order_id][resident_id] = known.get(resident_id, "")
    return found
