"""Orders with a place in an hour that the place of their body does not keep on that date."""

from __future__ import annotations

from datetime import date, datetime

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.agreed import Agreed, register_agreed
from gongzhi.orders.models import Order

from ..givendays import open_day, stands
from ..models import WindowPlace
from .windows import item_name


def register() -> None:
    """Let whoever closes a place for a day see them."""
    register_agreed(outside)


def outside(actor: Actor, body_id: int, day: date) -> list[Agreed]:
    """By hour."""
    place = open_day(body_id, day)
    rows = WindowPlace.objects.filter(window__time__body_id=body_id, window__day=day)
    gone = {
        row.order_id: row.window.time
        for row in rows.select_related("window__time")
        if not stands(row.window.time, place)
    }
    orders = Order.objects.visible_to(actor).open().filter(pk__in=gone)
    found = []
    for number, order_id in orders.values_list("number", "pk"):
        time = gone[order_id]
        starts, ends = (
            datetime.combine(day, at, clock.LOCAL_TZ) for at in (time.starts, time.ends)
        )
        found.append(Agreed(number, item_name(time.code), starts, ends))
    return sorted(found, key=lambda one: (one.starts, one.number))
