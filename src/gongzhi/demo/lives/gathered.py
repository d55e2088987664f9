"""What gathers many orders or places: a long-running file, a campaign; and faults that checks found."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any, Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.lives.hours import before, later
from gongzhi.demo.lives.world import Story, World
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orders.models import CheckPlace, Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.check_place import check_place
from gongzhi.orders.services.gather_order import gather_order
from gongzhi.orders.services.plan_campaign import plan_campaign
from gongzhi.orders.services.start_at_desk import Opening, start_at_desk
from gongzhi.orgs import selectors as orgs

_STREET: Final = ("street_clerk", "street_director")
_CLERKS: Final = ("community_clerk", "community_secretary")
_FIRMS: Final = ("handler", "body_head")
_LOOKED_AT: Final = 9  # places of the campaign; the rest is still to do
_TOGETHER: Final = 4  # orders in the file
_LEFT: Final = 4  # areas in which the printed worker finds something to do
_MOST_PLACES: Final = 200
_FAULTS: Final = {
    2: "（示例）二单元楼道堆着纸壳和旧家具",
    5: "（示例）车棚外有两处飞线充电",
    7: "（示例）一层灭火器压力不足",
}
# Words, weight, category whose picture it gets, how far it goes.
_FOUND: Final = (
    ("（示例）暗访：小区门岗夜里没有人，监控坏了两路", "grave", "30201", 0),
    ("（示例）检查：垃圾桶站污水外溢，三天没冲洗", "slight", "20101", 1),
    ("（示例）检查：楼道灭火器过期四具", "grave", "30504", 2),
)


def stage_gathered(world: World) -> None:
    """Start what the city's profile knows of these, around the printed people."""
    there, end = current_processes(), world.end
    rng = Random(f"{world.seed}:gathered")
    if "long_file" in there:
        world.start(end - timedelta(days=6), _file(world, rng))
    if "campaign" in there:
        world.start(before(end, 900), _campaign(world, Random(rng.random())))
    if "rectification" in there:
        for number, found in enumerate(_FOUND):
            story = _rectification(world, Random(rng.random()), *found)
            world.start(before(end, 300 + 700 * number), story)


def _start(world: World, rng: Random, actor: Actor, process: str, text: str, **more: Any) -> Order:
    opening = Opening(
        process=process,
        client_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        text=text,
        body=more.pop("body", ""),
        fields=more,
    )
    order = start_at_desk(actor=actor, opening=opening, at=world.now)
    world.made.append(order.pk)
    return order


def _file(world: World, rng: Random) -> Story:
    """A matter that came back for years: adopted, answered once, what was reported put together."""
    clerk, director = (world.cast.one(world.cast.home.street.id, (role,), rng) for role in _STREET)
    title, numbers = _came_back(world, clerk)
    if not numbers:
        return
    file = _start(
        world, rng, clerk, "long_file", f"{title}（示例）", since_year="2009",
        stuck_on="涉及两个单位，改造资金一直没有落实。",
    )  # fmt: skip
    for number in numbers:
        gather_order(actor=clerk, file=file.number, number=number, at=world.now)
    yield later(world.now, 240)
    world.act(file, director, "adopt_file")
    yield later(world.now, 900)
    on = clock.local(world.end).date() + timedelta(days=12)
    note = "和两家单位开了碰头会，先逐户看情况，方案下次带来。"
    world.act(file, director, "answer_file", note=note, answer_on=on.isoformat())


def _came_back(world: World, clerk: Actor) -> tuple[str, list[str]]:
    """(title, numbers) of what this street has most of: of the city's long-standing matters, or,
    in a city that names none, of what is reported in it most often.
    """
    seen = Order.objects.visible_to(clerk).exclude(state="draft").exclude(category=None)
    titles = {matter.category: matter.title for matter in world.params.long_standing}
    rows = seen.filter(category__code__in=titles) if titles else seen
    by_class: dict[tuple[str, str], list[str]] = {}
    found = rows.order_by("reported_at", "pk")
    for code, name, number in found.values_list("category__code", "category__name", "number"):
        by_class.setdefault((code, name), []).append(number)
    if not by_class:
        return "", []
    (code, name), numbers = max(by_class.items(), key=lambda item: len(item[1]))
    return titles.get(code, f"{name}反复反映"), numbers[:_TOGETHER]


def _campaign(world: World, rng: Random) -> Story:
    """Some places looked at and three faults; the printed worker's own place is still to do."""
    home = world.cast.home
    clerk = world.cast.one(home.street.id, _STREET, rng)
    team = areas.area_by_id(home.team.area_id or 0)
    if team is None:
        return
    order = _start(
        world, rng, clerk, "campaign", "（示例）入冬安全大排查",
        checklist="楼道有没有堆物\n有没有飞线充电\n灭火器在不在、过没过期\n消防通道能不能过车",
    )  # fmt: skip
    plan_campaign(actor=clerk, number=order.number, level=_level(order.area_path))
    own = [area.id for area in areas.current_areas() if area.path.startswith(team.path)][:_LEFT]
    rows = CheckPlace.objects.filter(campaign=order).exclude(area_id__in=own).order_by("area_id")
    for number, place_id in enumerate(rows.values_list("pk", flat=True)[:_LOOKED_AT]):
        yield later(world.now, rng.uniform(15, 60))
        key, fault = uuid.UUID(int=rng.getrandbits(128), version=4), _FAULTS.get(number, "")
        row = check_place(
            actor=clerk, place_id=place_id, client_key=key, fault=fault, at=world.now
        )  # fmt: skip
        if row.found_id:
            world.made.append(row.found_id)


def _level(street: str) -> int:
    """The lowest level of which a street has not too many to look at."""
    found = Counter(one.level for one in areas.current_areas() if covers(street, one.path))
    return max(level for level, count in found.items() if count <= _MOST_PLACES)


def _rectification(
    world: World, rng: Random, text: str, weight: str, code: str, steps: int
) -> Story:
    """Ordered by the community; mended with a photo; looked at again."""
    home = world.cast.home
    clerk = world.cast.one(home.community.id, _CLERKS, rng)
    area = areas.area_by_id(home.team.area_id or 0)
    firm = orgs.responsible_body("property", area.path) if area else None
    order = _start(
        world, rng, clerk, "rectification", text, body=(firm or home.department).code,
        weight=weight, basis="季度检查（示例）",
    )  # fmt: skip
    yield later(world.now, rng.uniform(120, 240))
    if steps > 0:
        person = world.cast.one(order.lead_body_id or 0, _FIRMS, rng)
        world.album.attach(order, "after", code, world.now, rng, now=True)
        world.act(order, person, "say_rectified", result="已安排人整改完，现场拍了照片。")
        yield later(world.now, rng.uniform(30, 90))
    if steps > 1:
        world.act(order, clerk, "pass_recheck")
