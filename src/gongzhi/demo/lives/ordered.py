"""A few orders of each process beside matters: what residents order, devices ring, meetings set."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.demo.lives.hours import before, later
from gongzhi.demo.lives.world import Story, World
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.offerings.services.take_wish import take_wish, thank
from gongzhi.orders.models import Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.opening import Opening
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.start_at_desk import start_at_desk
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

_ANY = ("handler", "body_head", "community_clerk", "community_secretary", "grid_worker")
_PRINTED = 1
_PLEDGED = (69, 71)  # whose wishes a neighbour takes; the second one's neighbour is the printed one


@dataclass(frozen=True)
class Scene:
    """One order: worked minutes ago, its words, its fields, and how far it goes."""

    process: str
    ago: float
    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    steps: int = 99
    resident: int = _PRINTED


SCENES = (
    Scene("service_order", 90, "想请人来给老人理发，老人走不动", {"service": "haircut"}, 0),
    Scene("service_order", 400, "厨房水龙头关不紧，自己弄不了", {"service": "repair"}, 1, 61),
    Scene("service_order", 900, "油烟机两年没洗了，想约个时间", {"service": "appliance"}, 3, 62),
    Scene("service_order", 1900, "搬家后想做一次保洁", {"service": "cleaning"}, 4),
    Scene("errand", 120, "养老认证不会用手机弄", {"item": "pension", "materials": ["id"]}, 0, 63),
    Scene("errand", 700, "帮老伴取降压药", {"item": "medicine"}, 1),
    Scene("errand", 2200, "外地户口办居住证", {"item": "permit", "materials": ["id", "photo"]}, 3, 64),
    Scene("wish", 100, "王小花想要一双冬天的棉鞋，住3号楼", {"wish_kind": "thing"}, 0, 65),
    Scene("wish", 800, "想有人周末陪我下盘棋", {"wish_kind": "company"}, 1, 66),
    Scene("wish", 2500, "孩子想要一套画笔", {"wish_kind": "thing"}, 4, 67),
    Scene("wish", 1200, "想要一副老花镜看报纸", {"wish_kind": "thing"}, 5, 69),
    Scene("wish", 500, "想学剪纸，没人教", {"wish_kind": "skill"}, 1, 70),
    Scene("wish", 1000, "周末想请人帮着搬一次花盆", {"wish_kind": "help"}, 2, 71),
    Scene("owner_request", 300, "二单元电梯晃得厉害", {"about": "lift"}, 1),
    Scene("owner_request", 1500, "地下车库灯坏了一片", {"about": "safety"}, 5, 68),
    Scene("hazard", 60, "3号充电桩温度超过80℃", {"device": "3号充电桩"}, 0),
    Scene("hazard", 1400, "消防通道摄像机：通道被占", {
        "device": "东门抓拍", "image": True, "image_basis": "公共安全，东门有提示牌",
    }, 1),
    Scene("resolution", 1300, "协调老旧小区加装电梯", {"meeting": "社区第三次联席会议"}, 0),
    Scene("resolution", 2600, "整治农贸市场周边停车", {"meeting": "社区第二次联席会议"}, 1),
)  # fmt: skip


def stage_ordered(world: World) -> None:
    """Start the scenes of the processes that the city has, in the printed people's community."""
    there = current_processes()
    team = areas.area_by_id(world.cast.home.team.area_id or 0)
    grids = [a for a in areas.leaf_areas() if team and a.path.startswith(team.path)]
    for number, scene in enumerate(SCENES):
        if scene.process in there and grids:
            rng = Random(f"{world.seed}:ordered:{number}")
            world.start(before(world.end, scene.ago), _life(world, scene, rng.choice(grids), rng))


def _life(world: World, scene: Scene, grid: AreaRef, rng: Random) -> Story:
    order = _BEGIN.get(scene.process, _by_resident)(world, scene, grid, rng)
    for step in _STEPS[scene.process](world, scene, order, rng)[: scene.steps]:
        yield later(world.now, rng.uniform(20, 90))
        step()


def _by_resident(world: World, scene: Scene, grid: AreaRef, rng: Random) -> Order:
    building = rng.randint(1, 18)
    place = grid.name if grid.name.endswith("楼") else f"{grid.name}{building}号楼"
    return world.report(
        world.resident(scene.resident), rng, process=scene.process, text=scene.text,
        fields=scene.fields, area_code=grid.code, place=place,
    )  # fmt: skip


def _by_device(world: World, scene: Scene, grid: AreaRef, rng: Random) -> Order:
    return world.report(
        world.cast.at_centre("acceptor", rng), rng, process=scene.process, text=scene.text,
        fields=scene.fields, area_code=grid.code, place=grid.name, source="device",
    )  # fmt: skip


def _by_meeting(world: World, scene: Scene, _grid: AreaRef, rng: Random) -> Order:
    due = clock.local(world.end).date() + timedelta(days=rng.randint(5, 20))
    opening = Opening(
        process=scene.process,
        client_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        text=scene.text,
        body=world.cast.home.department.code,
        fields={**scene.fields, "task_due": due.isoformat()},
    )
    order = start_at_desk(actor=_clerk(world, rng, secretary=True), opening=opening, at=world.now)
    world.made.append(order.pk)
    return order


_BEGIN: dict[str, Callable[[World, Scene, AreaRef, Random], Order]] = {
    "hazard": _by_device,
    "resolution": _by_meeting,
}


def _clerk(world: World, rng: Random, *, secretary: bool = False) -> Actor:
    role = "community_secretary" if secretary else "community_clerk"
    return world.cast.one(world.cast.home.community.id, (role,), rng)


def _firm(world: World, order: Order) -> BodyRef:
    found = orgs.responsible_body("property", order.area_path)
    return found or world.cast.home.department


Steps = list[Callable[[], Any]]


def _stepper(world: World, order: Order, rng: Random) -> tuple[Callable[..., Any], ...]:
    def lead(action: str, **values: Any) -> Callable[[], Any]:
        def go() -> Any:
            now = Order.reached.get(pk=order.pk)
            return world.act(
                now, world.cast.one(now.lead_body_id or 0, _ANY, rng), action, **values
            )

        return go

    def clerk(action: str, **values: Any) -> Callable[[], Any]:
        return lambda: world.act(order, _clerk(world, rng), action, **values)

    def rated(index: int) -> Callable[[], Any]:
        return lambda: rate(
            actor=world.resident(index), number=order.number, solved=True, satisfaction=3,
            at=world.now,
        )  # fmt: skip

    return lead, clerk, rated


def _served(world: World, scene: Scene, order: Order, rng: Random) -> Steps:
    lead, clerk, rated = _stepper(world, order, rng)
    return [
        clerk("send_order", body=_firm(world, order).code), lead("take_order"),
        lead("serve", result="上门做完了，现场收拾干净，老人说行。"), rated(scene.resident),
    ]  # fmt: skip


def _run(world: World, scene: Scene, order: Order, rng: Random) -> Steps:
    lead, _clerk_does, rated = _stepper(world, order, rng)

    def go() -> Any:
        agent = _clerk(world, rng)
        return world.act(order, agent, "run_errand", person=agent.user_id)

    return [go, lead("finish_errand", result="办好了，回执交给本人。"), rated(scene.resident)]


def _wished(world: World, scene: Scene, order: Order, rng: Random) -> Steps:
    _lead, clerk, rated = _stepper(world, order, rng)
    firm = _firm(world, order)
    words = {"thing": "一个孩子想要一套画笔", "company": "一位老人想有人周末陪他下棋",
             "skill": "想找人教剪纸，每周一次", "help": "周末想请人帮着搬一次花盆"}  # fmt: skip
    said = words[scene.fields["wish_kind"]]

    def claimer(action: str, **values: Any) -> Callable[[], Any]:
        return lambda: world.act(order, world.cast.one(firm.id, _ANY, rng), action, **values)

    if scene.resident in _PLEDGED:
        return _pledged(world, scene, order, rng, firm)
    return [
        clerk("publish_wish", checked_words=said, nobody_in_it=True, bodies=[firm.code]),
        claimer("claim_wish"), claimer("fulfil_wish", result="买好送到社区，已转交。"),
        rated(scene.resident),
    ]  # fmt: skip


def _pledged(world: World, scene: Scene, order: Order, rng: Random, firm: BodyRef) -> Steps:
    """A neighbour takes it from the wall; the community receives the thing and passes it on."""
    _lead, clerk, rated = _stepper(world, order, rng)
    neighbour = _PRINTED if scene.resident == _PLEDGED[1] else 72

    def took() -> Any:
        return take_wish(actor=world.resident(neighbour), number=order.number, at=world.now)

    return [
        clerk("publish_wish", checked_words=scene.text, nobody_in_it=True, bodies=[firm.code]),
        took,
        clerk("fulfil_wish", result="老花镜收到了，已转交本人。", gift="老花镜一副", gift_count="1",
              gift_counter="社区服务窗口"),
        rated(scene.resident),
        lambda: thank(
            actor=world.resident(scene.resident), number=order.number,
            words="谢谢好心的邻居，字看得清了", at=world.now,
        ),
    ]  # fmt: skip


def _answered(world: World, scene: Scene, order: Order, rng: Random) -> Steps:
    lead, _clerk_does, rated = _stepper(world, order, rng)
    return [
        lead("take_request"), lead("say_visited", note="到现场看过"), lead("say_plan", note="明天换件"),
        lead("say_done", result="换好了，试过正常。"), rated(scene.resident),
    ]  # fmt: skip


def _mended(world: World, _scene: Scene, order: Order, rng: Random) -> Steps:
    _lead, clerk, _rated = _stepper(world, order, rng)
    firm = _firm(world, order)
    return [clerk("order_mending", grade="minor", body=firm.code, reason="在小区里，由物业整改")]


def _carried_out(world: World, _scene: Scene, order: Order, rng: Random) -> Steps:
    lead, _clerk_does, _rated = _stepper(world, order, rng)
    return [lead("report_back", result="已划出停车位，现场有人管。")]


_STEPS: dict[str, Callable[[World, Scene, Order, Random], Steps]] = {
    "service_order": _served,
    "errand": _run,
    "wish": _wished,
    "owner_request": _answered,
    "hazard": _mended,
    "resolution": _carried_out,
}
