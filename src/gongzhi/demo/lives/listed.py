"""A few made-up entries of the three lists, and orders of items, in the printed community."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.offerings.catalogue import item_by_code
from gongzhi.offerings.lists import classes, named_lists
from gongzhi.offerings.services.agree import agree
from gongzhi.offerings.services.end_entry import end_entry
from gongzhi.offerings.services.order_item import order_item_at_desk
from gongzhi.offerings.services.record_entry import Written, record_entry
from gongzhi.orders.hooks.providers import providers_of
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.act import act
from gongzhi.orders.services.opening import Opening

# Side, class, name, how many, unit, skills, days from now.
_ENTRIES: Final = (
    ("need", "care", "独居老人每周有人看一看（演示）", 4, "人次", "", 20),
    ("need", "home", "行动不便的老人理发（演示）", 6, "人次", "理发", 14),
    ("need", "learn", "老人学用智能手机（演示）", 2, "课", "", 30),
    ("need", "repair", "楼道扶手松动修一修（演示）", 1, "处", "水电", 10),
    ("offer", "care", "周末志愿陪伴（演示）", 8, "人次", "陪护", 30),
    ("offer", "home", "义剪小队（演示）", 3, "人次", "理发", 21),
    ("offer", "learn", "手机课老师（演示）", 2, "课", "", 40),
)
# Items of the standard catalogue that were taken at the window, and the words.
_ITEMS: Final = (
    ("D03", "老人腿脚不便，想请人上门理发（演示）"),
    ("D05", "厨房水龙头滴水（演示）"),
    ("Y01", "养老认证不会弄，到窗口来办（演示）"),
    ("Y25", "来问低保怎么申请，材料带了一部分（演示）"),
    # Of cities whose squads and stewards take orders.
    ("MJ01", "独居老人想请管家上门看看（演示）"),
    ("QX01", "楼道返潮，想请人来消杀（演示）"),
)

_OF_TEAMS: Final = 4  # from here on they are sent to the team that the catalogue names


def fill_listed(cast: Cast, rng: Random, end: datetime) -> list[int]:
    """Ids of the orders that were made; nothing where the profile has no lists."""
    if not named_lists():
        return []
    _entries(cast, rng, end)
    return _items(cast, rng, end)


def _entries(cast: Cast, rng: Random, end: datetime) -> None:
    home, today = cast.home, clock.today()
    clerk = cast.one(home.community.id, ("community_clerk", "community_secretary"), rng)
    street = cast.one(home.street.id, ("street_clerk",), rng)
    made = {}
    for number, (side, key, name, quantity, unit, skills, days) in enumerate(_ENTRIES):
        if key not in classes():
            continue
        body = home.community if side == "need" else home.street
        made[side, key] = record_entry(
            actor=clerk if side == "need" else street,
            written=Written(
                side=side, body=body.code, class_key=key, name=name, quantity=quantity, unit=unit,
                starts_on=today, ends_on=today + timedelta(days=days), skills=skills,
            ),
            at=end - timedelta(days=12 - number),
        )  # fmt: skip
    need, offer = made.get(("need", "learn")), made.get(("offer", "learn"))
    if need and offer:
        pair = partial(
            agree, actor=clerk, need_id=need.pk, offer_id=offer.pk, quantity=1, proposed=True
        )
        held = pair(at=end - timedelta(days=4))
        end_entry(
            actor=clerk, entry_id=held.pk, done=True, result="第一课讲完了，来了十二位（演示）",
            at=end - timedelta(days=1),
        )  # fmt: skip
        pair(at=end - timedelta(hours=20))


def _items(cast: Cast, rng: Random, end: datetime) -> list[int]:
    clerk = cast.one(cast.home.community.id, ("community_clerk", "community_secretary"), rng)
    there, made = current_processes(), []
    for number, (code, words) in enumerate(_ITEMS):
        item = item_by_code(code)
        if item is None or item.process not in there:
            continue
        key = uuid.UUID(int=rng.getrandbits(128), version=4)
        home = areas.area_by_id(cast.home.community.area_id or 0)
        leaves = [one for one in areas.leaf_areas() if home and one.path.startswith(home.path)]
        opening = Opening(
            process=item.process, client_key=key, text=words, source="window",
            # A team answers for an estate or street: the order names where it is wanted.
            area_code=leaves[0].code if leaves and number >= _OF_TEAMS else "",
        )  # fmt: skip
        at = end - timedelta(hours=3 + 5 * number)
        order = order_item_at_desk(actor=clerk, item=item, opening=opening, at=at)
        made.append(order.pk)
        team = next((one.body for one in providers_of(order) if one.sure), None)
        if team is not None and number >= _OF_TEAMS:
            send = {"body": team.code}
            act(actor=clerk, number=order.number, action="send_order", payload=send, at=at)
            doer = cast.one(team.id, ("handler",), rng)
            act(actor=doer, number=order.number, action="take_order", at=at)
    return made
