"""A line of a community's menu held for one more order (QJ-10)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.hooks.painpoints import serving
from gongzhi.orders.models import Order

from ..catalogue import Item
from ..models import ItemOrder, MenuLine


def no_taker() -> Conflict:
    """That nobody does this line now."""
    return Conflict(_("这一道还没有单位认领，或者已经拿下，暂时不能点。"))


def hold_line(item: Item, order_id: int) -> None:
    """In the transaction that writes an order of it: the line is locked, so that no more orders
    are open at a time than its taker said. Conflict. Nothing for items of the catalogue.
    """
    if not item.menu_of:
        return
    line = MenuLine.objects.select_for_update().filter(pk=int(item.code[1:])).first()
    take = line.takes.filter(ended_at=None).first() if line and line.ended_at is None else None
    # The unit may have left since the last time that lines were looked through.
    if take is not None and take.body_id != item.menu_of:
        take = take if (take.body_id, item.menu_of) in serving([take.body_id]) else None
    if take is None:
        raise no_taker()
    codes = ItemOrder.objects.filter(code=item.code).values("order_id")
    rows = Order.objects.visible_to(SYSTEM).filter(pk__in=codes).exclude(pk=order_id)
    if rows.exclude(phase="closed").count() >= take.at_once:
        raise Conflict(_("这一道现在点满了，办完几单再来点。"))
