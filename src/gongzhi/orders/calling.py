"""Who may call which bodies to an order, and by when they do what: as its process says (`calls`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor, Posting, covers
from gongzhi.kernel.workcalendar import CalendarUnknown, Limit
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .engine.holding import centre_ids, holder_body
from .engine.policies import Relations, permits
from .hooks.servicehours import calendar_of
from .models import Call, Order, OrderParty
from .process.current import current_processes
from .process.spec import SAME, ActionSpec, CallsSpec, spec_of
from .querysets import BODY_ROLES
from .settings import order_settings

STEPS: Final = ("receipt", "arrival", "feedback")
_NOBODY_MAY: Final = ActionSpec("call", {}, (), SAME)


def calls_of(order: Order) -> CallsSpec | None:
    """How bodies are called to it; an order older than the rule is called by today's process."""
    own = spec_of(order.process_id)
    if own.calls is not None:
        return own.calls
    today = current_processes().get(own.key)
    return spec_of(today).calls if today is not None else None


def calling_post(actor: Actor, order: Order) -> Posting | None:
    """The post in which the actor may call to this order; None when no post may."""
    calls = calls_of(order)
    if calls is None:
        return None
    relations, line = Relations(order, actor), replace(_NOBODY_MAY, who=calls.who)
    for posting in actor.postings:
        if posting.body_id and permits(replace(actor, postings=(posting,)), line, relations):
            return posting
    return None


def as_body(actor: Actor, body_id: int | None) -> Actor:
    """The actor in the posts at one body only: what is recorded is that body's doing."""
    mine = tuple(p for p in actor.postings if p.body_id == body_id)
    return replace(actor, postings=mine) if mine else actor


def answering_bodies(actor: Actor) -> frozenset[int]:
    """The bodies for which the actor answers and judges: those whose orders the post may see."""
    return frozenset(p.body_id for p in actor.postings if p.body_id and p.role in BODY_ROLES)


def is_callers(actor: Actor, call: Call) -> bool:
    """Whether the actor stands for the body that called; without one it is who called."""
    if call.caller_body_id is None:
        return call.called_by_id == actor.user_id
    return call.caller_body_id in answering_bodies(actor)


def may_release(actor: Actor, call: Call, order: Order) -> bool:
    """The body that called, and the one that leads the order, where it may call too."""
    if is_callers(actor, call):
        return True
    posting = calling_post(actor, order)
    return posting is not None and posting.body_id == order.lead_body_id


def sides(actor: Actor, call: Call) -> list[str]:
    """As which of the two sides the actor may judge: caller, called."""
    found = ["caller"] if is_callers(actor, call) else []
    return [*found, "called"] if call.body_id in answering_bodies(actor) else found


def refusal(calls: CallsSpec | None, order: Order) -> str:
    """Why nobody can be called to it now; empty when somebody can."""
    if calls is None:
        return _("这类工单不呼叫单位。")
    if order.phase == "closed":
        return _("这件工单已经办结，不用再呼叫。")
    if calls.states and order.state not in calls.states:
        return _("工单现在是“%(state)s”，这一步不呼叫单位。") % {
            "state": spec_of(order.process_id).states[order.state].name()
        }
    return ""


def reaches(posting: Posting, body: BodyRef, area_path: str) -> bool:
    """Whoever is called may read the order: so only who answers for the place, but for the county.

    Of an order that is about a whole area (a street's emergency without a point on the map), those
    too who answer for a part of it, by a post over that part.
    """
    own = _area_path(body)
    if _commands_the_county(posting) or covers(own, area_path):
        return True
    return covers(area_path, own) and covers(posting.area_path, own)


def choices(posting: Posting, order: Order) -> list[BodyRef]:
    """Whom this post may still call to the order, by code."""
    calls = calls_of(order)
    if calls is None:
        return []
    there = set(waiting(order).values_list("body_id", flat=True))
    return [
        body
        for body in orgs.bodies_of_kind(*calls.kinds)
        if body.id not in there
        and body.id != posting.body_id
        and reaches(posting, body, order.area_path)
    ]


def dues(calls: CallsSpec, body: BodyRef, at: datetime) -> dict[str, datetime | None]:
    """`receipt`, `arrival` and `feedback` of a call made at `at`, each counted from it."""
    if calls.limits is None:
        minutes = order_settings().call_minutes
        limits = {step: Limit(getattr(minutes, step), "urgent_minute") for step in STEPS}
    else:
        limits = dict(calls.limits)
    return {step: due(at, limits[step], body) for step in STEPS}


def due(at: datetime, limit: Limit, body: BodyRef | None) -> datetime | None:
    """When a limit ends; it never stops for a body on duty round the clock. None: year unknown."""
    if body is not None and body.round_the_clock:
        limit = limit.continuous()
    try:
        return calendar_of(limit, body).add(at, limit)
    except CalendarUnknown:
        return None


def next_step(call: Call) -> tuple[str, datetime | None]:
    """What the called body does next (received, arrived, feedback), and by when."""
    if call.arrived_at is not None:
        return "feedback", call.feedback_due
    if call.received_at is not None or call.declined_at is not None:
        return "arrived", call.arrival_due
    return "received", call.receipt_due


def keep_part(call: Call) -> None:
    """The part from which the called body's worklist is read says what is due next, or that it
    is over. Whoever was taken back at once loses it and reads the order no more.
    """
    mine = OrderParty.objects.filter(order_id=call.order_id, body_id=call.body_id, role="called")
    if call.cancelled_at is not None and not call.cancel_reason:
        others = Call.objects.filter(
            order_id=call.order_id, body_id=call.body_id, cancelled_at=None
        )
        if not others.exists():
            mine.delete()
            return
    over = call.cancelled_at is not None or call.fed_back_at is not None
    mine.update(
        open=not over,
        due_at=None if over else next_step(call)[1],
        answered_at=call.fed_back_at,
        answer=call.feedback or call.declined_why,
    )


def waiting(order: Order) -> QuerySet[Call]:
    """Calls that are neither answered to the end nor taken back."""
    return Call.objects.filter(order=order, fed_back_at=None, cancelled_at=None)


def level_body(to: str, call: Call, order: Order) -> BodyRef | None:
    """To whom a call rises: the called body itself, the caller, the street, the centre, …"""
    match to:
        case "called":
            return orgs.body_by_id(call.body_id)
        case "caller":
            return orgs.body_by_id(call.caller_body_id) if call.caller_body_id else None
        case "street" | "centre":
            return holder_body(to, area_path=order.area_path, lead_id=None, outside=order.outside)
    return orgs.responsible_body(to, order.area_path)


def _commands_the_county(posting: Posting) -> bool:
    county = areas.root_area()
    return posting.body_id in centre_ids() or (
        county is not None and posting.area_path == county.path
    )


def _area_path(body: BodyRef) -> str:
    area = areas.area_by_id(body.area_id) if body.area_id else None
    return area.path if area else ""
