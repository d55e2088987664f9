"""Matters at a place or thing of the registers: the same area, fifty metres around its point (QA-17).

Found by place, so nobody links them by hand. Never of a person or a home: the product keeps no
list of who reports what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any, Final

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.names import category_name
from gongzhi.orders.words.wording import state_name

METRES: Final = 50
SINCE: Final = timedelta(days=365)
SHOWN: Final = 10
_DEGREE: Final = 111_320  # metres of a degree of latitude


@dataclass(frozen=True)
class Matter:
    """One matter in the actor's scope."""

    number: str
    what: str
    state: str
    at: datetime


def matters_here(actor: Actor, row: Mapping[str, Any], *, now: datetime) -> list[Matter]:
    """Of the last year, newest first; none for a row without a point."""
    lon, lat = row.get("lon"), row.get("lat")
    if lon is None or lat is None:
        return []
    high = METRES / _DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    found = Order.objects.visible_to(actor).filter(
        area_path=row["area_path"], confined=False, reported_at__gte=now - SINCE,
        lon__range=(lon - wide, lon + wide), lat__range=(lat - high, lat + high),
    )  # fmt: skip
    rows = found.exclude(state="draft").select_related("category").order_by("-reported_at", "-id")
    return [
        Matter(one.number, category_name(one.category), state_name(one), one.reported_at)
        for one in rows[:SHOWN]
    ]
