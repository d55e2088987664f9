"""Campaigns: who looks at places, and that one ends when every place was looked at (JN-39)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from ..engine.step import condition
from ..models import CheckPlace, Order

PROCESS: Final = "campaign"
CHECKERS: Final = (
    "grid_worker", "grid_head", "community_clerk", "community_secretary", "street_clerk",
    "street_director",
)  # fmt: skip


@condition
def all_places_checked(order: Order) -> str:
    """Why a campaign cannot end yet; "" when every place was looked at."""
    places = CheckPlace.objects.filter(campaign=order)
    left = places.filter(checked_at=None).count()
    if left:
        return _("还有%(n)s个地方没看，看完再结束；不看了就取消。") % {"n": left}
    return "" if places.exists() else _("还没有定要看哪些地方。")
