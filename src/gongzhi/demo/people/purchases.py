"""A few made-up projects of bought services around the printed community (JN-20)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.offerings.purchasing import CONTRACTORS
from gongzhi.offerings.reading.purchasable import activities_left, orders_left
from gongzhi.offerings.services.count_service import count_service
from gongzhi.offerings.services.judge_purchase import judge_purchase
from gongzhi.offerings.services.record_purchase import Agreed, record_purchase
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

# Name, hours, person-times, yuan, days ago it began.
_PROJECTS: Final = (
    ("社区便民维修服务（演示）", 400, 600, 118_000, 80),
    ("文化健康活动服务（演示）", 300, 1500, 96_000, 120),
    ("独居老人探访服务（演示）", 500, 900, 105_000, 20),
)
_CLERKS: Final = ("community_clerk", "community_secretary")


def fill_purchases(cast: Cast, rng: Random, end: datetime, count: int) -> None:
    """`count` of them; what was done for them are orders and activities that are there anyway."""
    home, today = cast.home, clock.local(end).date()
    if not count or not (found := _contractors(home.community)):
        return
    office = cast.one(home.street.id, ("street_clerk",), rng)
    clerk = cast.one(home.community.id, _CLERKS, rng)
    for number, (name, hours, times, yuan, ago) in enumerate(_PROJECTS[:count]):
        begun = today - timedelta(days=ago)
        row = record_purchase(
            actor=office,
            key=uuid.UUID(int=rng.getrandbits(128), version=4),
            agreed=Agreed(
                name, home.street.code, found[number % len(found)].code, home.community.code,
                begun, begun + timedelta(days=364), hours, times, Decimal(yuan),
            ),
            at=end - timedelta(days=ago),
        )  # fmt: skip
        if number == 0:
            for order in orders_left(clerk, row)[1:6]:
                count_service(actor=clerk, purchase_id=row.pk, order=order.number,
                              minutes=rng.choice((30, 45, 60)), at=end)  # fmt: skip
        if number == 1:
            for one in activities_left(row, now=end)[1:4]:
                count_service(actor=clerk, purchase_id=row.pk, activity_id=one.id, at=end)
        if number < 2:
            judge_purchase(
                actor=clerk, purchase_id=row.pk, quarter=today, grade=3 - number, at=end,
                text="人来得及时，居民认可（演示）" if number == 0 else "场次少了些，要补上（演示）",
            )  # fmt: skip


def _contractors(community: BodyRef) -> list[BodyRef]:
    """The property firm that serves there first, then others in order."""
    home = areas.area_by_id(community.area_id or 0)
    leaves = [one for one in areas.leaf_areas() if home and one.path.startswith(home.path)]
    firm = next(filter(None, (orgs.responsible_body("property", one.path) for one in leaves)), None)
    others = [one for kind in CONTRACTORS for one in orgs.bodies_of_kind(kind) if one != firm]
    return [*([firm] if firm else []), *others[:2]]
