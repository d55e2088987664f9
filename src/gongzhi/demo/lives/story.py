"""One order's life as a generator: each `yield` says when its people act next."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.demo.content import texts
from gongzhi.demo.lives.handling import beside, handled, rated
from gongzhi.demo.lives.hours import later
from gongzhi.demo.lives.plan import Plan, lognormal
from gongzhi.demo.lives.world import Step, Story, World
from gongzhi.demo.people.names import phone
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.dispatch.routing import propose
from gongzhi.orders.models import Order
from gongzhi.orders.settings import order_settings
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

SPOT_TEAM = ("grid_worker", "grid_head")


def life(world: World, plan: Plan) -> Story:
    """From the report to its end, or to the state in which a scene halts."""
    order = reported(world, plan)
    for step in (_received, _verified, _dispatched):
        if order.phase == "closed" or order.state == plan.halt:
            return
        order = yield from step(world, plan, order)
    if order.state in {"to_sign", "in_hand"} and order.state != plan.halt:
        yield from handled(world, plan, order)
    elif order.state == "to_rate" and plan.halt != "to_rate":
        yield from judged(world, plan, order)


def reported(world: World, plan: Plan) -> Order:
    """The report itself, by whoever takes it in."""
    spot, rng = plan.spot, plan.rng
    actor, contact = _who_reports(world, plan)
    order = world.report(
        actor,
        rng,
        text=plan.text,
        category_code=plan.code,
        limit_key=plan.limit_key,
        source=plan.source,
        public=plan.public,
        hide_name=rng.random() < 0.3,
        place=spot.place,
        lon=spot.lon,
        lat=spot.lat,
        **contact,
    )
    if plan.picture and not plan.by_grid:
        world.album.attach(order, "report", plan.true_code, world.now, rng, odd=plan.mismatch)
    if order.state not in {"draft", plan.halt} and not plan.by_grid:
        world.recent.append((world.now, order, plan.true_code))
    return order


def _who_reports(world: World, plan: Plan) -> tuple[Actor, dict[str, str]]:
    rng, cast = plan.rng, world.cast
    if plan.by_grid:
        return cast.one(_team(plan.spot.area.path).id, SPOT_TEAM[:1], rng), {}
    plan.reporter = plan.reporter or world.some_resident(rng)
    me = world.resident(plan.reporter)
    if not plan.confirmed:
        return Actor(kind="public"), {"phone": phone(plan.reporter)}
    match plan.source:
        case "hotline" | "leader":
            return cast.at_centre("acceptor", rng), {"phone": phone(plan.reporter)}
        case "window" | "visit":
            body = orgs.responsible_body("community", plan.spot.area.path)
            if body is not None:
                clerk = cast.one(body.id, ("community_clerk",), rng)
                return clerk, {"phone": phone(plan.reporter)}
    return me, {}


def _team(area_path: str) -> BodyRef:
    return orgs.responsible_body("grid_team", area_path) or orgs.bodies_of_kind("grid_team")[0]


def _received(world: World, plan: Plan, order: Order) -> Step:
    """At the centre, which is on duty round the clock."""
    rng = plan.rng
    if plan.withdrawn and order.state in {"submitted", "to_verify"}:
        yield later(world.now, lognormal(rng, 12), always=True)
        return world.act(order, world.resident(plan.reporter), "withdraw")
    if order.state == "submitted":
        yield later(world.now, min(lognormal(rng, 5) * plan.pace, 25), always=True)
        acceptor = world.cast.at_centre("acceptor", rng)
        if plan.advised:
            advice, more = rng.choice(texts.ADVICE)
            order = world.act(order, acceptor, "advise", advice=advice, advice_more=more)
        elif plan.refused:
            order = world.act(order, acceptor, "refuse", reason=rng.choice(texts.REFUSALS))
        else:
            code = plan.code or plan.true_code
            order = world.act(order, acceptor, "accept", category=code)
    if plan.answered and order.state == "to_verify":
        yield later(world.now, min(lognormal(rng, 9), 60), always=True)
        result = texts.result_text(plan.true_code, world.now, rng)
        order = world.act(order, world.cast.at_centre("acceptor", rng), "answer", result=result)
    elif plan.into and order.state in {"to_verify", "to_sign", "to_dispatch"}:
        yield later(world.now, min(lognormal(rng, 15), 90), always=True)
        if Order.reached.filter(number=plan.into).exclude(phase="closed").exists():
            dispatcher = world.cast.at_centre("dispatcher", rng)
            order = world.act(order, dispatcher, "merge", into=plan.into)
    return order


def _verified(world: World, plan: Plan, order: Order) -> Step:
    """The grid worker on the spot."""
    if order.state != "to_verify":
        return order
    rng = plan.rng
    median = 12 if plan.settle else 38
    yield later(world.now, min(lognormal(rng, median) * plan.pace, 210))
    worker = _on_the_spot(world, plan, order)
    if plan.settle:
        world.album.attach(order, "before", plan.true_code, world.now, rng)
        world.album.attach(order, "after", plan.true_code, world.now, rng, now=True)
        result = texts.result_text(plan.true_code, world.now, rng)
        return world.act(order, worker, "settle", result=result)
    if plan.false:
        return world.act(order, worker, "verify_false", reason=rng.choice(texts.FALSE_REASONS))
    return world.act(order, worker, "verify_true")


def _on_the_spot(world: World, plan: Plan, order: Order) -> Actor:
    return world.cast.one(order.holder_body_id or 0, (*SPOT_TEAM, "acceptor"), plan.rng)


def _dispatched(world: World, plan: Plan, order: Order) -> Step:
    """What the catalogue does not decide, a dispatcher does."""
    if order.state != "to_dispatch":
        return order
    rng = plan.rng
    yield later(world.now, min(lognormal(rng, 6) * plan.pace, 30), always=True)
    lead = lead_for(plan, order)
    dispatcher = world.cast.at_centre("dispatcher", rng)
    reason = rng.choice(texts.DISPATCH_REASONS)
    return world.act(order, dispatcher, "dispatch", body=lead.code, reason=reason)


def lead_for(plan: Plan, order: Order) -> BodyRef:
    """Whose it really is: what the catalogue says of the true class, else the street."""
    proposal = propose(category_by_code(plan.true_code), order.area_path)
    street = orgs.responsible_body("street", order.area_path) or orgs.bodies_of_kind("street")[0]
    lead = proposal.lead
    return street if lead is None or lead.kind in {"community", "grid_team"} else lead


def judged(world: World, plan: Plan, order: Order) -> Story:
    """The reporter rates, or silence closes it after the profile's days."""
    beside(world, plan, order)
    if plan.rated and plan.reporter:
        yield later(world.now, lognormal(plan.rng, 600, 1.2), always=True)
        again = rated(world, plan, order)
        if again.phase == "open":
            again = yield from _dispatched(world, plan, again)
            yield from handled(world, plan, again)
        return
    days = order_settings().rating_days
    yield (order.finished_at or world.now) + timedelta(days=days, minutes=plan.rng.uniform(1, 5))
    world.act(order, SYSTEM, "close_silent")
