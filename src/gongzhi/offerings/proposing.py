"""Which body the catalogue names for an order of an item: proposed when it is sent out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.orders.hooks.providers import Provider, register_providers
from gongzhi.orders.models import Order

from .catalogue import item_by_code, provider_at
from .models import ItemOrder


def register() -> None:
    """Make it known."""
    register_providers("offerings", propose)


def propose(order: Order) -> Iterator[Provider]:
    """Who provides the item where the order stands; nothing when the community does it itself."""
    row = ItemOrder.objects.filter(order_id=order.pk).first()
    item = item_by_code(row.code) if row else None
    chain = areas.ancestors(order.area_path)
    body = provider_at(item, chain[-1]) if item and chain else None
    if body is not None and body.id != order.lead_body_id:
        why = _("社区菜单上这一道由它认领") if item and item.menu_of else _("目录上这项由它提供")
        yield Provider(body, why, sure=True)
