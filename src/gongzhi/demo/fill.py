"""Fills an empty city with two months of made-up orders, through the true engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.accounts.actor import actor_of_user
from gongzhi.areas.selectors import locate
from gongzhi.demo.content.photos import Album
from gongzhi.demo.content.texts import report_text
from gongzhi.demo.lives.calls import stage_calls
from gongzhi.demo.lives.closed import fill_closed
from gongzhi.demo.lives.gathered import stage_gathered
from gongzhi.demo.lives.listed import fill_listed
from gongzhi.demo.lives.ordered import stage_ordered
from gongzhi.demo.lives.places import Places, Spot
from gongzhi.demo.lives.plan import Plan, draw
from gongzhi.demo.lives.rhythm import Coming, Rhythm
from gongzhi.demo.lives.scenes import long_standing, stage
from gongzhi.demo.lives.story import life
from gongzhi.demo.lives.world import Story, World
from gongzhi.demo.params import Params, params
from gongzhi.demo.people.asked import fill_counters, fill_orders
from gongzhi.demo.people.cast import Cast
from gongzhi.demo.people.duties import fill_duties
from gongzhi.demo.people.evidence import fill_evidence
from gongzhi.demo.people.members import fill_members, fill_talent
from gongzhi.demo.people.menus import fill_menu
from gongzhi.demo.people.names import RESIDENT_PHONE
from gongzhi.demo.people.points import fill_points
from gongzhi.demo.people.purchases import fill_purchases
from gongzhi.demo.people.questions import fill_questions
from gongzhi.demo.people.registers import fill_home_duties, fill_registers
from gongzhi.demo.people.relations import fill_relations
from gongzhi.demo.people.venues import fill_venues
from gongzhi.demo.people.volunteers import fill_volunteers
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import unscoped
from gongzhi.orders.engine import jobs
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.services.follow_up import follow_up
from gongzhi.orders.services.rate import rate

SEED = "gongzhi"
_TOLD = 40  # latest events of which people are told, so that bells and inboxes are not empty
_ONE_MOVE = timedelta(minutes=1)  # events of an order this close are told as one


def fill_demo(
    *, progress: Callable[[str], None], at: datetime | None = None, days: int | None = None
) -> dict[str, Any]:
    """Staff, residents, keys and `days` (the profile's) of orders that end at `at` (now).

    Returns what demo.json tells.

    A city that has orders is left alone: the answer is then the stored demo.json. Raises
    Conflict when that is missing. The same `at` gives the same city (ids and hashes apart).
    """
    end = (at or clock.now()).replace(microsecond=0)
    with unscoped("demo: made-up people and orders"):
        if Order.reached.exists():
            return _stored()
        with jobs.quiet():
            world = _build(end, days, progress)
        _tell_recent()
        return {
            "accounts": [*world.cast.accounts(), _resident_account()],
            "api_keys": world.cast.api_keys(),
        }


def _stored() -> dict[str, Any]:
    try:
        found = json.loads((Path(settings.DATA) / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Conflict(_("这里已有工单，不能再填演示数据。")) from None
    return dict(found)


def _build(end: datetime, days: int | None, progress: Callable[[str], None]) -> World:
    today = clock.local(end).date()
    seed = f"{SEED}:{today.isoformat()}"
    city = params()
    progress("people and postings")
    cast = Cast(seed, today, city.workers)
    cast.hire()
    fill_relations(seed, today, city.relations)
    fill_registers(seed, cast.home.community)
    fill_home_duties(seed, cast.home.community, today)
    fill_members(seed, end, city.members)
    fill_talent(seed, end, city.talent)
    fill_questions(cast, Random(f"{seed}:questions"), end)
    worker, clerk = cast.printed.get("grid_worker"), cast.printed.get("community_clerk")
    if worker is not None and clerk is not None:
        fill_duties(seed, end, actor_of_user(worker), actor_of_user(clerk))
    world = World(
        params=city,
        seed=seed,
        end=end,
        cast=cast,
        places=Places(city, seed),
        album=Album(seed),
    )
    rhythm = Rhythm(city, seed, today)
    first = end - timedelta(days=city.days if days is None else days)
    for number, coming in enumerate(_comings(rhythm, first, end)):
        world.start(coming.at, _begin(world, coming, city, f"{seed}:{number}"))
    long_standing(world, first)
    stage(world)
    stage_calls(world)
    stage_ordered(world)
    stage_gathered(world)
    world.run(progress)
    _attempts(world)
    if clerk is not None:
        progress("volunteers")
        community, department = actor_of_user(clerk), cast.home.department
        fill_volunteers(seed, end, community, department, world.resident)
        fill_evidence(seed, end, community, actor_of_user(cast.printed["handler"]), world.resident)
        fill_points(seed, end, cast, city.banks, world.resident)
    world.made += fill_closed(cast, Random(f"{seed}:closed"), end)
    world.made += fill_listed(cast, Random(f"{seed}:listed"), end)
    world.made += fill_orders(cast, Random(f"{seed}:asked"), end, world.resident)
    Order.reached.filter(pk__in=world.made).update(is_demo=True)
    fill_venues(seed, end, city.venues, cast.home.community, world.resident)
    fill_counters(cast, Random(f"{seed}:counters"), end, world.resident)
    asked = fill_menu(cast, Random(f"{seed}:menu"), end, world.resident)
    Order.reached.filter(pk__in=asked).update(is_demo=True)
    fill_purchases(cast, Random(f"{seed}:purchases"), end, city.purchases)
    return world


def _comings(rhythm: Rhythm, first: datetime, end: datetime) -> list[Coming]:
    start, last = clock.local(first).date(), clock.local(end).date()
    dates = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    return [c for day in dates for c in rhythm.day(day) if first <= c.at <= end]


def _begin(world: World, coming: Coming, city: Params, seed: str) -> Story:
    """Drawn when its time comes, since a duplicate needs to know what was reported before."""
    plan = draw(coming, city, world.places, seed)
    if not plan.by_grid and plan.rng.random() < city.rates.merge * 1.9:
        _repeat_recent(world, plan)
    if plan.source == "snap" and plan.rng.random() < 0.004:
        plan.reporter = 1
    yield from life(world, plan)


def _repeat_recent(world: World, plan: Plan) -> None:
    """Somebody else reports what was reported within the last day, at the same place."""
    since = world.now - timedelta(hours=24)
    world.recent = [row for row in world.recent if row[0] >= since]
    if not world.recent:
        return
    _at, order, code = plan.rng.choice(world.recent)
    if order.lon is None or order.lat is None or order.category is None:
        return
    area = locate(order.lon, order.lat)
    if area is None:
        return
    spot = Spot(order.lon, order.lat, order.place, area, "estate")
    plan.spot = world.places.near(spot, plan.rng)
    plan.true_code, plan.code, plan.limit_key = code, order.category.code, None
    plan.text = report_text(code, order.place, plan.rng, world.params.texts)
    plan.into, plan.answered, plan.withdrawn = order.number, False, False


def _attempts(world: World) -> None:
    """Two handlers tried to rate for a resident: refused, recorded, seen by the supervisor."""
    rng = Random(f"{world.seed}:attempts")
    rows = Order.reached.filter(
        state="to_rate", lead_body__code__in=world.params.bodies.fine_but_rework
    )
    for order in rows.order_by("reported_at")[:2]:
        actor = world.cast.one(order.lead_body_id or 0, ("handler",), rng)
        try:
            rate(actor=actor, number=order.number, solved=True, satisfaction=3, at=world.end)
        except Denied:
            continue


def _tell_recent() -> None:
    """The newest events as messages, at their own moments; those of one move as one."""
    rows = OrderEvent.reached.order_by("-at", "-id").values_list("order_id", "seq", "at")[:_TOLD]
    moves: list[tuple[int, int, int, datetime]] = []
    for order_id, seq, at in reversed(rows):
        before = moves[-1] if moves else None
        if before and before[0] == order_id and at - before[3] <= _ONE_MOVE:
            moves[-1] = (order_id, before[1], seq, at)
        else:
            moves.append((order_id, seq, seq, at))
    for order_id, first, last, at in moves:
        with clock.frozen(at):
            follow_up(order_id=order_id, first=first, last=last)


def _resident_account() -> dict[str, str]:
    """A phone signs in with a code, which the demo inbox shows."""
    return {
        "role": "resident",
        "role_name": "居民",
        "role_name_en": "Resident",
        "name": "演示居民",
        "phone": RESIDENT_PHONE,
        "password": "",
    }
