"""One action on one order: check, claim, change, record. The only way an order ever moves."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor

from ..dispatch.routing import propose
from ..models import Attachment, Order
from ..process.formfields import clean_fields, missing_beside, refuse_past
from ..process.rules import Facts, missing_needs, next_state
from ..process.spec import SAME, ActionSpec, ProcessSpec, StateSpec, spec_of
from ..settings import order_settings
from . import clocks, events
from .effects.reporter import rated_back_before
from .holding import caller_of, holder_body
from .judging import result_problem
from .move import Move
from .policies import Relations, permits, stood_in_for
from .step import EFFECTS, Step, fields_of, refusal_of

NEED_WORDS = {
    "reason": gettext_noop("请写明理由。"),
    "note": gettext_noop("请写几句说明。"),
    "result": gettext_noop("请写办理结果：去没去看、做了什么、现在什么样。"),
    "body": gettext_noop("请选择单位。"),
    "bodies": gettext_noop("请选择协办单位。"),
    "person": gettext_noop("请选择经办人。"),
    "category": gettext_noop("请选择类别。"),
    "answer_on": gettext_noop("请填写下次答复日期。"),
    "into": gettext_noop("请填写要并入的工单编号。"),
    "after_photo": gettext_noop("请拍一张办完以后的照片。"),
}


def perform(
    order: Order,
    *,
    actor: Actor,
    action_key: str,
    payload: dict[str, Any],
    at: datetime,
    client_key: uuid.UUID | None = None,
) -> Order:
    """Carry out one action on an order locked in this transaction, and what follows by itself.

    Raises Denied (not your role), Conflict (the state moved on), Invalid (a field).
    """
    move = Move(order, at)
    _carry_out(move, actor, action_key, payload, client_key)
    move.write()
    return order


def _carry_out(
    move: Move,
    actor: Actor,
    action_key: str,
    payload: dict[str, Any],
    client_key: uuid.UUID | None = None,
) -> None:
    order = move.order
    spec = spec_of(order.process_id)
    action = _checked_action(spec, order, actor, action_key, payload)
    refuse_past(spec, payload, move.at)
    step = Step(
        order=order,
        actor=actor,
        action=action,
        payload=payload,
        at=move.at,
        clocks=move.clocks,
        parts=move.parts,
        body_id=acting_body(actor, order),
        stands_for=stood_in_for(actor, action, Relations(order, actor)),
    )
    if step.stands_for is not None and step.stands_for.body_id is not None:
        step.body_id = step.stands_for.body_id
    source = order.state
    facts = _facts_before(order, action, payload)
    for name in action.effects:
        if name in EFFECTS:
            EFFECTS[name](step)
    target = next_state(action, source, facts(order))
    if target != source:
        _enter(step, spec.states[target])
    elif move.clocks.started or move.clocks.changed:
        _show_clocks(step, spec.states[target])
    move.brings_back |= step.brings_back
    move.record(_event_of(step, source, target, client_key))
    _go_on(move, step, spec.states[target], moved=target != source)


def _checked_action(
    spec: ProcessSpec, order: Order, actor: Actor, key: str, payload: dict[str, Any]
) -> ActionSpec:
    action = spec.actions.get(key)
    if action is None:
        raise Invalid(_("没有这个操作。"), "action")
    if order.state not in action.sources:
        raise Conflict(
            _("刚刚已有人处理了这一步，现在是“%(state)s”。您填写的内容没有丢，请刷新后查看。")
            % {"state": spec.states[order.state].name()}
        )
    if not permits(actor, action, Relations(order, actor)):
        raise Denied
    reason = refusal_of(action, order)
    if reason:
        raise Conflict(reason)
    clean_fields(spec, action.needs + action.asks, payload)
    photos = "after_photo" in action.needs and has_after_photo(order)
    missing = missing_needs(action, payload, has_after_photo=photos)
    if missing == ["category"] and order.category_id is not None:
        payload["category"] = order.category.code if order.category else ""
        missing = []
    if missing:
        raise Invalid(missing_words(spec, missing[0]), missing[0])
    beside = missing_beside(spec, action.asks, payload)
    if beside:
        raise Invalid(missing_words(spec, beside), beside)
    problem = result_problem(key, payload["result"]) if "result" in action.needs else ""
    if problem:
        raise Invalid(problem, "result")
    return action


def missing_words(spec: ProcessSpec, need: str) -> str:
    if need in spec.fields:
        return _("请填写“%(name)s”。") % {"name": spec.fields[need].name()}
    return _(NEED_WORDS[need])


def has_after_photo(order: Order) -> bool:
    return Attachment.reached.filter(order=order, kind="after").exists()


def acting_body(actor: Actor, order: Order) -> int | None:
    """The body in whose name the actor acts here: holder first, then lead, then any posting."""
    mine = [p.body_id for p in actor.postings if p.body_id]
    for body_id in (order.holder_body_id, order.lead_body_id):
        if body_id in mine:
            return body_id
    return mine[0] if mine else None


def _facts_before(order: Order, action: ActionSpec, payload: dict[str, Any]) -> Any:
    """Facts are taken after the effects, but "brought back before" must not count this one."""
    asks = any("reworks_by_reporter_at_least" in when for when in action.to_when)
    reopened = 1 if asks and rated_back_before(order) else 0

    def facts(changed: Order) -> Facts:
        return Facts(
            emergency=changed.emergency,
            outside=changed.outside,
            has_lead=changed.lead_body_id is not None,
            returns=changed.returns,
            reopened=reopened,
            said=payload,
        )

    return facts


def _enter(step: Step, state: StateSpec) -> None:
    """Put the order into a state: phase, holder, the clock of its stage, what may be published."""
    order = step.order
    order.state, order.phase = state.key, state.phase
    holder = holder_body(
        state.holder,
        area_path=order.area_path,
        lead_id=order.lead_body_id,
        outside=order.outside,
        caller_id=caller_of(order.pk) if state.holder in {"caller", "decider"} else None,
    )
    had = order.holder_body_id
    if order.confined and had not in (None, order.lead_body_id, holder.id if holder else None):
        # Whoever had to act goes on to read what it did: by its area it would not.
        step.parts.join("past", had or 0, step.at, open=False)
    order.holder_body_id = holder.id if holder else None
    if state.phase == "closed" or step.closes:
        step.clocks.stop_all(step.at)
        order.closed_at = order.closed_at or step.at  # a rating that comes later moves no figure
    else:
        order.closed_at = None
        due_on = clocks.date_named(state.due, events.said_at_start(order.pk)) if state.due else None
        step.clocks.enter(state.stage, holder, step.at, due_on)
        if step.brings_back and step.clocks.handling() is None:
            spec = spec_of(order.process_id)
            order.promised_at = clocks.promised(
                spec.promise, step.at, area_path=order.area_path, since=state.stage
            )
    _show_clocks(step, state)
    order.published = order.public and state.key not in UNPUBLISHED


def _show_clocks(step: Step, state: StateSpec) -> None:
    """The deadlines that lists and lamps read."""
    order = step.order
    shown, handling = step.clocks.shown(state.stage), step.clocks.handling()
    first = clocks.next_due(shown, handling)
    order.due_at = first.due_at if first else None
    order.soon_at = first.soon_at if first else None
    order.handle_due_at = handling.due_at if handling else None
    if handling is not None and handling.due_at is not None:
        order.promised_at = handling.due_at
    order.unknown_year = next(
        (row.clock_state.get("unknown_year") for row in (shown, handling) if row), None
    )


# A report is published once it is verified; refused and void ones never are.
UNPUBLISHED = frozenset(
    {"draft", "submitted", "to_verify", "refused", "advised", "withdrawn", "void"}
)


def _event_of(
    step: Step, source: str, target: str, client_key: uuid.UUID | None
) -> events.NewEvent:
    taken = fields_of(step.action)
    kept = {k: v for k, v in step.payload.items() if k in taken and v not in (None, "", [])}
    if step.stands_for is not None:
        whom = {"user": step.stands_for.for_user_id, "name": step.stands_for.for_name}
        step.shown[events.FOR] = whom
    handling = step.clocks.handling()
    if handling is not None and handling.due_at is not None:
        step.shown["due"] = handling.due_at.isoformat()
    return events.NewEvent(
        action=step.action.key,
        actor=step.actor,
        at=step.at,
        from_state=source,
        to_state=target,
        payload={**kept, **step.shown},
        body_id=step.body_id,
        client_key=client_key,
    )


def _go_on(move: Move, step: Step, state: StateSpec, *, moved: bool) -> None:
    """What the system does next by itself: accept, file, dispatch by the catalogue."""
    order = step.order
    if "auto_accept" in step.action.effects and may_auto_accept(order):
        _carry_out(move, SYSTEM, "accept", {})
    elif "auto_file" in step.action.effects and order.category_id is not None:
        _carry_out(move, SYSTEM, "file", {})
    elif moved and state.auto == "dispatch" and step.action.to != SAME:
        proposal = propose(order.category, order.area_path)
        if proposal.lead is not None:
            _carry_out(move, SYSTEM, "dispatch", {"body": proposal.lead.code})


def may_auto_accept(order: Order) -> bool:
    return order_settings().auto_accept and order.category_id is not None and not order.outside


def note_by_system(
    order: Order,
    *,
    actor: Actor,
    action: str,
    payload: dict[str, Any],
    at: datetime,
    client_key: uuid.UUID | None = None,
) -> None:
    """Record something that is no action of the process (an attempt, a call) in the chain."""
    move = Move(order, at)
    move.record(
        events.NewEvent(
            action=action,
            actor=actor,
            at=at,
            from_state=order.state,
            to_state=order.state,
            payload=payload,
            body_id=acting_body(actor, order),
            client_key=client_key,
        )
    )
    move.write()
