"""The part of a life at the body that leads: sign, return, extend, finish, be checked, be rated."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from gongzhi.demo.content import texts
from gongzhi.demo.lives.afterwards import appealed, called_back
from gongzhi.demo.lives.hours import later, worked_minutes
from gongzhi.demo.lives.plan import Plan, lognormal
from gongzhi.demo.lives.world import Step, Story, World
from gongzhi.kernel.clock import local
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order, OrderClock, OrderParty
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.support import support
from gongzhi.orders.settings import order_settings
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

LEADING = ("handler", "street_clerk", "community_clerk", "grid_worker")
SUSPENDING = ("handler", "street_clerk", "community_secretary")
CHECKING = ("grid_worker", "grid_head", "acceptor")
_ROUNDS = 8  # an order that goes round more often than this is left open
_FORCED_LATE = 6  # nobody is at 100 %: at the latest the sixth matter of a body is late


def handled(world: World, plan: Plan, order: Order) -> Story:
    """From waiting for a signature to the end; `order` is to_sign or in_hand."""
    for _ in range(_ROUNDS):
        if order.state == plan.halt or order.phase == "closed":
            return
        if order.state == "to_sign":
            yield _duty(world, order, min(lognormal(plan.rng, 28) * plan.pace, 200))
            order = world.act(order, _lead_person(world, order, plan.rng), "sign")
        elif order.state == "in_hand" and plan.returns > 0:
            order = yield from _sent_back(world, plan, order)
        elif order.state == "in_hand":
            order = yield from _worked_on(world, plan, order)
        elif order.state == "to_check":
            order = yield from _checked(world, plan, order)
        elif order.state == "to_rate":
            order = yield from _judged(world, plan, order)
        else:
            return


def _duty(world: World, order: Order, minutes: float) -> datetime:
    body = orgs.body_by_id(order.lead_body_id or 0)
    always = order.emergency or (body is not None and body.round_the_clock)
    return later(world.now, minutes, always=always)


def _lead_person(world: World, order: Order, rng: Random) -> Actor:
    return world.cast.one(order.lead_body_id or 0, LEADING, rng)


def _lead(order: Order) -> BodyRef:
    body = orgs.body_by_id(order.lead_body_id or 0)
    if body is None:
        raise LookupError(f"{order.number} has no lead")
    return body


# --- returned ------------------------------------------------------------------------------


def _sent_back(world: World, plan: Plan, order: Order) -> Step:
    """The lead says it is not its duty; a dispatcher, or after two times a director, decides."""
    rng = plan.rng
    yield _duty(world, order, min(lognormal(rng, 30) * plan.pace, 150))
    before = _lead(order)
    person = _lead_person(world, order, rng)
    reason = rng.choice(texts.RETURN_REASONS)
    order = world.act(order, person, "return", reason=reason)
    plan.returns -= 1
    if order.state == plan.halt:
        return order
    other = before if plan.return_invalid else _other_body(order, before)
    if order.state == "arbitration":
        yield later(world.now, min(lognormal(rng, 90), 420))
        body = orgs.body_by_id(order.holder_body_id or 0)
        ruler = world.cast.one(body.id if body else 0, ("street_director", "duty_officer"), rng)
        why = rng.choice(texts.RULING_REASONS)
        return world.act(order, ruler, "rule", body=other.code, reason=why)
    yield later(world.now, min(lognormal(rng, 7) * plan.pace, 30), always=True)
    dispatcher = world.cast.at_centre("dispatcher", rng)
    why = rng.choice(texts.DISPATCH_REASONS)
    return world.act(order, dispatcher, "dispatch", body=other.code, reason=why)


def _other_body(order: Order, before: BodyRef) -> BodyRef:
    street = orgs.responsible_body("street", order.area_path)
    if street is not None and street.id != before.id:
        return street
    return orgs.body_by_code("CG") or before


# --- in hand -------------------------------------------------------------------------------


def _worked_on(world: World, plan: Plan, order: Order) -> Step:
    rng = plan.rng
    yield from _on_the_way(world, plan, order)
    if plan.suspension and order.suspensions == 0:
        order = yield from _suspended(world, plan, order)
        if order.state != "in_hand" or order.state == plan.halt:
            return order
    if plan.extension:
        order = yield from _extended(world, plan, order)
        if order.state != "in_hand":
            return order
    yield _done_at(world, plan, order)
    person = _lead_person(world, order, rng)
    world.handled[order.lead_body_id or 0] = world.handled.get(order.lead_body_id or 0, 0) + 1
    poor = rng.random() < (0.5 if _is_fine(world, order) else 0.08)
    result = texts.result_text(plan.true_code, world.now, rng, poor=poor)
    if plan.picture:
        plan.picture = False  # after rework the same drawing would be the same photo
        world.album.attach(order, "after", plan.true_code, world.now, rng, now=True)
    return world.act(order, person, "finish", result=result)


def _on_the_way(world: World, plan: Plan, order: Order) -> Story:
    """Co-handlers answer, the reporter presses, a supervisor presses, a neighbour joins."""
    rng = plan.rng
    if plan.co_answers:
        rows = OrderParty.objects.filter(order=order, role="co", answered_at=None)
        for body_id in rows.values_list("body_id", flat=True)[:2]:
            yield _duty(world, order, lognormal(rng, 25))
            person = world.cast.one(body_id, LEADING, rng)
            world.act(order, person, "co_answer", note=rng.choice(texts.CO_ANSWERS))
        plan.co_answers = False
    if plan.nudged and plan.reporter:
        plan.nudged = False
        yield _duty(world, order, lognormal(rng, 60))
        world.act(order, world.resident(plan.reporter), "nudge")
        other = world.some_resident(rng)
        if plan.public and other != plan.reporter:
            support(actor=world.resident(other), number=order.number, at=world.now)
    if plan.pressed:
        plan.pressed = False
        yield later(world.now, lognormal(rng, 40))
        supervisor = world.cast.at_centre("supervisor", rng)
        world.act(order, supervisor, "press", note=rng.choice(texts.PRESS_NOTES))


def _suspended(world: World, plan: Plan, order: Order) -> Step:
    rng = plan.rng
    yield _duty(world, order, lognormal(rng, 90) * plan.pace)
    until = local(world.now).date() + timedelta(days=rng.randint(12, 80))
    order = world.act(
        order,
        world.cast.one(order.lead_body_id or 0, SUSPENDING, rng),
        "ask_suspension",
        reason=rng.choice(texts.SUSPENSION_REASONS),
        answer_on=until.isoformat(),
    )
    if order.state == plan.halt:
        return order
    yield later(world.now, lognormal(rng, 80) * plan.pace)
    order = world.act(order, _approver(world, order, rng), "suspend")
    if order.state == plan.halt:
        return order
    yield _morning(until)
    return world.act(order, SYSTEM, "lift")


def _extended(world: World, plan: Plan, order: Order) -> Step:
    rng = plan.rng
    plan.extension = False
    left = _minutes_left(world, order)
    yield _duty(world, order, max(5.0, left * rng.uniform(0.4, 0.75) * plan.pace))
    reason = rng.choice(texts.EXTENSION_REASONS)
    order = world.act(order, _lead_person(world, order, rng), "ask_extension", reason=reason)
    if order.state == plan.halt:
        return order
    yield later(world.now, min(lognormal(rng, 60), 230))
    approver = _approver(world, order, rng)
    if rng.random() < 0.88:
        return world.act(order, approver, "grant_extension")
    return world.act(order, approver, "refuse_extension", reason="配件本地有货，按原期限办")


def _approver(world: World, order: Order, rng: Random) -> Actor:
    return world.cast.one(order.holder_body_id or 0, ("street_director", "duty_officer"), rng)


def _morning(day: date) -> datetime:
    from gongzhi.kernel.clock import LOCAL_TZ

    return datetime(day.year, day.month, day.day, 8, 5, tzinfo=LOCAL_TZ)


def _never_stops(order: Order) -> bool:
    row = OrderClock.objects.filter(order=order, stage="handle", stopped_at=None).first()
    return row is not None and row.unit.startswith(("urgent", "natural"))


def _minutes_left(world: World, order: Order) -> float:
    if order.handle_due_at is None:
        return 900.0
    body = _lead(order)
    always = order.emergency or body.round_the_clock
    return worked_minutes(world.now, order.handle_due_at, always=always)


def _done_at(world: World, plan: Plan, order: Order) -> datetime:
    """When the lead says it is done: mostly with time to spare, many in the last two hours."""
    rng, due = plan.rng, order.handle_due_at
    left = _minutes_left(world, order)
    always = order.emergency or _lead(order).round_the_clock
    if due is None:
        return later(world.now, lognormal(rng, left / 2), always=always)
    if rng.random() < _late_share(world, order):
        return later(max(due, world.now), rng.uniform(15, 420), always=always)
    if rng.random() < world.params.rates.rush_before_due and left > 130:
        return later(world.now, left - rng.uniform(5, 115), always=always)
    if always and not order.emergency and not _never_stops(order):
        left = min(left, worked_minutes(world.now, due) + 1)
    share = min(lognormal(rng, 0.28, 0.7), 0.93)
    return later(world.now, max(2.0, left * share * plan.pace), always=always)


def _late_share(world: World, order: Order) -> float:
    """Stable differences between bodies; no body reaches 100 %."""
    body = _lead(order)
    mean = 1 - world.params.rates.on_time
    done = world.handled.get(body.id, 0)
    if done % 60 == _FORCED_LATE - 1:
        return 1.0
    if body.code in world.params.bodies.fine_but_rework:
        return mean * 0.1
    if body.code in world.params.bodies.slow:
        return mean * 2.6
    return mean * Random(f"{world.seed}:late:{body.code}").uniform(0.3, 1.2)


def _is_fine(world: World, order: Order) -> bool:
    return _lead(order).code in world.params.bodies.fine_but_rework


# --- checked and judged --------------------------------------------------------------------


def _checked(world: World, plan: Plan, order: Order) -> Step:
    rng = plan.rng
    yield later(world.now, min(lognormal(rng, 17, 0.4) * plan.pace, 60))
    checker = world.cast.one(order.holder_body_id or 0, CHECKING, rng)
    if plan.check_failed:
        plan.check_failed = False
        return world.act(order, checker, "check_back", reason=rng.choice(texts.CHECK_REASONS))
    order = world.act(order, checker, "check_pass")
    beside(world, plan, order)
    return order


def beside(world: World, plan: Plan, order: Order) -> None:
    """A call to the reporter and an appeal go on beside the matter's own life."""
    if order.state == "to_rate" and plan.halt != "to_rate":
        dice = Random(plan.rng.random())
        called_back(world, order, dice)
        appealed(world, order, dice)


def _judged(world: World, plan: Plan, order: Order) -> Step:
    if plan.rated and plan.reporter:
        yield later(world.now, lognormal(plan.rng, 500, 1.0), always=True)
        return rated(world, plan, order)
    days = order_settings().rating_days
    yield (order.finished_at or world.now) + timedelta(days=days, minutes=plan.rng.uniform(1, 5))
    return world.act(order, SYSTEM, "close_silent")


def rated(world: World, plan: Plan, order: Order) -> Order:
    """The reporter's judgement; bodies with fine figures hear "not solved" far more often."""
    rng = plan.rng
    first = order.reworks == 0 or plan.unsolved > 1
    fine = order.lead_body_id is not None and _is_fine(world, order)
    bad = first and (plan.unsolved > 0 or (fine and rng.random() < 0.3))
    me = world.resident(plan.reporter)
    days = order_settings().rating_days
    if order.finished_at and world.now > order.finished_at + timedelta(days=days):
        return world.act(order, SYSTEM, "close_silent")
    if bad:
        plan.unsolved -= 1
        comment = rng.choice(texts.UNSOLVED)
        return rate(actor=me, number=order.number, solved=False, satisfaction=1, comment=comment,
                    at=world.now)  # fmt: skip
    comment = rng.choice(texts.THANKS) if rng.random() < 0.4 else ""
    return rate(actor=me, number=order.number, solved=True, satisfaction=plan.satisfaction or 3,
                comment=comment, at=world.now)  # fmt: skip
