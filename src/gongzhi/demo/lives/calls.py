"""Some calls when the demo opens: street calls, emergencies, and a whistle where the city has one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.areas import selectors as areas
from gongzhi.demo.lives.hours import before
from gongzhi.demo.lives.world import Story, World
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Call, Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.judge_call import judge_call
from gongzhi.orders.services.start_at_desk import Opening, start_at_desk
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Home, MemberAtHome, Person
from gongzhi.registers.processes.whistling import PROCESS as WHISTLE
from gongzhi.registers.services.answer_whistle import answer_whistle
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.report_at_home import report_at_home
from gongzhi.registers.services.save_row import save_row

_WORKERS: Final = ("handler", "grid_worker", "street_clerk", "body_head")
_STREET: Final = ("street_director", "street_clerk")
_MEMBERS: Final = 6


def stage_calls(world: World) -> None:
    """Around the printed people: calls to answer, calls that wait, and some that are over."""
    here = set(current_processes())
    end, rng = world.end, Random(f"{world.seed}:calls")
    if "street_call" in here:
        world.start(before(end, 1400), _street_call(world, rng, over=True))
        world.start(before(end, 150), _street_call(world, rng, over=False))
    if "emergency" in here:
        world.start(end - timedelta(days=9, hours=3), _emergency(world, rng, over=True))
        world.start(end - timedelta(minutes=35), _emergency(world, rng, over=False))
    if WHISTLE in here:
        world.start(end - timedelta(hours=20), _whistle(world, rng))


def _start(world: World, rng: Random, actor: Actor, process: str, text: str, **said: Any) -> Order:
    team = areas.area_by_id(world.cast.home.team.area_id or 0)
    grids = [a for a in areas.leaf_areas() if team and a.path.startswith(team.path)]
    spot = world.places.draw(rng, rng.choice(grids))
    opening = Opening(
        process=process,
        client_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        text=text,
        place=spot.place,
        lon=None if process == WHISTLE else spot.lon,
        lat=None if process == WHISTLE else spot.lat,
        fields=said,
    )
    order = start_at_desk(actor=actor, opening=opening, at=world.now)
    world.made.append(order.pk)
    return order


def _worker(world: World, body_id: int, rng: Random) -> Actor | None:
    try:
        return world.cast.one(body_id, _WORKERS, rng)
    except LookupError:
        return None


def _with_people(world: World, bodies: Sequence[BodyRef], rng: Random) -> list[BodyRef]:
    return [body for body in bodies if _worker(world, body.id, rng) is not None]


def _street_call(world: World, rng: Random, *, over: bool) -> Story:
    """Two bodies are called; one answers all, the other (if it is not over) has still to answer."""
    home = world.cast.home
    actor = world.cast.one(home.street.id, _STREET, rng)
    text = (
        "（示例）夜市占道、油烟大，请部门一起到现场。"
        if over
        else "（示例）路口积水，井盖松动，请一起来处理。"
    )
    order = _start(world, rng, actor, "street_call", text)
    others = _with_people(world, orgs.bodies_of_kind("department"), rng)
    other = next((body for body in others if body.id != home.department.id), home.department)
    wanted = list(dict.fromkeys([home.department.id, other.id]))
    rows = call(actor=actor, number=order.number, body_ids=wanted, note="请带上工具", at=world.now)
    answering = rows if over else rows[1:]
    yield world.now + timedelta(minutes=12)
    for row in answering:
        yield from _responds(world, row, rng, wait=35)
    if not over:
        return
    for row in rows:
        worker = _worker(world, row.body_id, rng)
        judge_call(
            actor=actor, call_id=row.pk, by="caller", satisfaction=3, comment="来得快",
            at=world.now,
        )  # fmt: skip
        if worker is not None:
            judge_call(actor=worker, call_id=row.pk, by="called", satisfaction=2, at=world.now)
    world.act(
        order, actor, "close_street_call", result="各家一起到现场，占道摊点已劝离，油烟机已清洗。"
    )


def _responds(world: World, row: Call, rng: Random, *, wait: int) -> Story:
    worker = _worker(world, row.body_id, rng)
    if worker is None:
        return
    answer(actor=worker, call_id=row.pk, step="received", at=world.now)
    yield world.now + timedelta(minutes=wait)
    answer(actor=worker, call_id=row.pk, step="arrived", at=world.now)
    yield world.now + timedelta(minutes=wait)
    words = "到现场看过，该办的办了，已拍照留存。"
    answer(actor=worker, call_id=row.pk, step="feedback", feedback=words, at=world.now)


def _emergency(world: World, rng: Random, *, over: bool) -> Story:
    """Reported by the community, forces called, notes taken; the old one ended and reviewed."""
    home = world.cast.home
    clerk = world.cast.one(home.community.id, ("community_clerk",), rng)
    text = "（示例）楼道电动车起火，烟大。" if over else "（示例）供水主管爆裂，路面塌了一块。"
    order = _start(world, rng, clerk, "emergency", text, level="iv", danger="暂时没有人受伤")
    officer = world.cast.at_centre("duty_officer", rng)
    wanted = [home.team.id, home.department.id]
    rows = call(actor=officer, number=order.number, body_ids=wanted, at=world.now)
    yield world.now + timedelta(minutes=3)
    if over:
        for row in rows:
            yield from _responds(world, row, rng, wait=9)
    else:
        worker = _worker(world, home.team.id, rng)
        if worker is not None:
            answer(actor=worker, call_id=rows[0].pk, step="received", at=world.now)
        yield world.now + timedelta(minutes=9)
        if worker is not None:
            answer(actor=worker, call_id=rows[0].pk, step="arrived", at=world.now)
    note = "已拉警戒线，疏散了一楼两户。"
    world.act(order, clerk, "situation_report", situation=note)
    if not over:
        return
    yield world.now + timedelta(minutes=20)
    world.act(
        order, officer, "end_emergency", result="明火已扑灭，烟已排尽，住户已返回，无人受伤。"
    )
    yield world.now + timedelta(days=1)
    review = "（示例）报警到出动7分钟；楼道堆物挡了路，已请物业清理并划线。"
    world.act(order, officer, "close_emergency", review=review)


def _whistle(world: World, rng: Random) -> Story:
    """Some residents of the home community reported to it; two come, one records the hour."""
    home = world.cast.home
    clerk = world.cast.one(home.community.id, ("community_clerk",), rng)
    members = _members(world, clerk)
    if not members:
        return
    at = (world.end + timedelta(hours=22)).isoformat(timespec="minutes")
    text = "（示例）明早清扫小区积雪，请带铁锹，有热水。"
    order = _start(world, rng, clerk, WHISTLE, text, help_at=at, people_wanted=8)
    world.act(order, clerk, "send_whistle")
    yield world.now + timedelta(hours=1)
    for actor in members[1:3]:
        answer_whistle(actor=actor, number=order.number, answer="accept", at=world.now)


def _printed(world: World, clerk: Actor, path: str) -> list[Actor]:
    """The printed resident, registered in a home of the community, so that the page has a call."""
    home = (
        Home.objects.visible_to(clerk)
        .in_area(path)
        .filter(ended_on=None)
        .select_related("building")
        .first()
    )
    me = world.resident(1)
    row = Resident.objects.visible_to(me).get()
    if home is None:
        return []
    words = {
        "building_code": home.building.code, "number": home.number,
        "name": open_(row.name_sealed), "phone": open_(row.phone_sealed),
    }  # fmt: skip
    save_row(actor=clerk, register=REGISTERS["people"], words=words, at=world.now)
    link_own_row(actor=me)
    report_at_home(actor=me, call_me=True, at=world.now)
    return [me]


def _members(world: World, clerk: Actor) -> list[Actor]:
    """Residents whose accounts are those of registered people of the home community."""
    area = areas.area_by_id(world.cast.home.community.area_id or 0)
    if area is None:
        return []
    found = _printed(world, clerk, area.path)
    people = (
        Person.objects.visible_to(clerk)
        .in_area(area.path)
        .filter(ended_on=None, account=None, home__isnull=False)
    )
    for person in people.exclude(phone_sealed="").order_by("id")[: _MEMBERS * 4]:
        row = ensure_resident(
            phone=open_(person.phone_sealed), name=open_(person.name_sealed), verified=True,
            is_demo=True, at=world.now,
        )  # fmt: skip
        if Person.reached.filter(account=row).exists():
            continue  # one phone of a family
        Person.reached.filter(pk=person.pk).update(account=row)
        MemberAtHome.reached.create(resident=row, since=world.now)
        found.append(Actor(kind="resident", resident_id=row.pk))
        if len(found) == _MEMBERS:
            break
    return found
