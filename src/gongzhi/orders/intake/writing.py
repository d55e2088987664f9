"""Taking a report in: one SQL statement writes order, events, parties, clocks and job.

Measured: three times the throughput of single ORM inserts, and nothing can be half-written. The
rows are ordinary model instances, so that fields, defaults and hashes are those of the engine.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from gongzhi.accounts.services.ensure_resident import ensure_resident, resident_keys
from gongzhi.kernel import clock as wall
from gongzhi.kernel.groupcommit import GroupCommit
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.kernel.workcalendar import CalendarUnknown
from gongzhi.profiles.selectors import work_calendar

from ..dispatch.routing import Proposal, propose
from ..dispatch.triaging import kept
from ..engine import clocks, events
from ..engine.holding import holder_body
from ..engine.parts import holder_part, part
from ..engine.perform import UNPUBLISHED, may_auto_accept
from ..engine.rowjson import Row, unsaved
from ..models import Category, CategoryLimit, Order, OrderClock
from ..process.rules import Facts, next_state
from ..process.spec import ProcessSpec, spec_of
from ..settings import order_settings
from . import statement
from .place import Place

_BLOCK = 64


class _Ids(threading.local):
    """Order ids are taken from the sequence in blocks, since the hash chain needs them first."""

    def __init__(self) -> None:
        self.left: list[int] = []


_ids = _Ids()


def next_id() -> int:
    if not _ids.left:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('orders_order', 'id'))"
                " FROM generate_series(1, %s)",
                [_BLOCK],
            )
            _ids.left = [row[0] for row in reversed(cursor.fetchall())]
    return _ids.left.pop()


def number_for(order_id: int, at: datetime) -> str:
    """`QA261121000321`: prefix, local day, six digits; unique within a million orders a day."""
    return f"{order_settings().number_prefix}{wall.local(at):%y%m%d}{order_id % 1_000_000:06d}"


@dataclass
class Intake:
    """The rows of one report before they are written."""

    order: Order
    spec: ProcessSpec
    events: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    clocks: list[OrderClock] = field(default_factory=list)
    body_id: int | None = None
    caller_id: int | None = None

    def record(
        self, action: str, actor: Actor, at: datetime, to: str, payload: dict[str, Any]
    ) -> None:
        order = self.order
        sealed = events.sealed(
            events.NewEvent(
                action=action,
                actor=actor,
                at=at,
                from_state=order.state,
                to_state=to,
                payload=payload,
                body_id=self.body_id if actor.kind != "system" else None,
            ),
            order_id=order.pk,
            seq=order.event_seq + 1,
            prev=order.event_hash,
        )
        self.events.append(sealed)
        order.state, order.event_seq, order.event_hash = to, sealed["seq"], sealed["hash"]


def forget() -> None:
    """Drop the ids that were taken (between tests: another database)."""
    _ids.left = []


def fill(
    intake: Intake,
    actor: Actor,
    at: datetime,
    *,
    verified: bool,
    said: Mapping[str, Any] | None = None,
) -> None:
    """Record the report and what the system does at once, then place the order in its state.

    `said` are the fields that the process asked for at its start.
    """
    order, spec = intake.order, intake.spec
    first = {"source": order.source, "public": order.public, **(said or {})}
    order.state = ""
    order.confined = spec.confined
    if not verified:
        intake.record("report", actor, at, "draft", first)
    else:
        intake.record("report", actor, at, spec.start, first)
        if "accept" in spec.actions and may_auto_accept(order):
            _accept(intake, at)
    _settle_in(intake, at, said or {})


def _accept(intake: Intake, at: datetime) -> None:
    order, spec = intake.order, intake.spec
    facts = Facts(
        emergency=order.emergency, outside=order.outside, has_lead=False, returns=0, reopened=0
    )
    target = next_state(spec.actions["accept"], order.state, facts)
    category = order.category.name if order.category else ""
    intake.record("accept", SYSTEM, at, target, {"category": category})
    if spec.states[target].auto == "dispatch":
        proposal = propose(order.category, order.area_path)
        if proposal.lead is not None:
            _dispatch(intake, proposal, at)


def _dispatch(intake: Intake, proposal: Proposal, at: datetime) -> None:
    order = intake.order
    assert proposal.lead is not None
    state = clocks.fresh(clocks.handling_limit(order.limit), at)
    intake.clocks.append(clocks.new_row(order, clocks.HANDLE, proposal.lead.id, state))
    intake.parties.append(part(order, "lead", proposal.lead.id, at))
    intake.parties += [part(order, "co", body.id, at) for body in proposal.supporting]
    order.lead_body_id = proposal.lead.id
    order.clause = proposal.clause.clause if proposal.clause else ""
    order.auto_dispatched = True
    order.handle_due_at = order.promised_at = state.due_at
    payload: dict[str, Any] = {
        "body": proposal.lead.code,
        "lead": proposal.lead.code,
        "why": proposal.why,
        "due": state.due_at.isoformat() if state.due_at else "",
    }
    if proposal.triage is not None:
        payload["triage"] = kept(proposal.triage, proposal.lead, by_rule=True)
    intake.record("dispatch", SYSTEM, at, "to_sign", payload)


def _settle_in(intake: Intake, at: datetime, said: Mapping[str, Any]) -> None:
    """Holder, stage clock, promise and publication of the state reached."""
    order, spec = intake.order, intake.spec
    state = spec.states[order.state]
    order.phase = state.phase
    order.published = order.public and state.key not in UNPUBLISHED
    holder = holder_body(
        state.holder,
        area_path=order.area_path,
        lead_id=order.lead_body_id,
        outside=order.outside,
        caller_id=intake.caller_id,
    )
    if state.stage and state.stage != clocks.HANDLE:
        due_on = clocks.date_named(state.due, said) if state.due else None
        running = clocks.of_stage(state.stage, holder, at, area_path=order.area_path, due_on=due_on)
        intake.clocks.append(
            clocks.new_row(order, state.stage, holder.id if holder else None, running)
        )
        order.unknown_year = running.unknown_year
    first = clocks.next_due(*intake.clocks)
    if first is not None:
        order.due_at, order.soon_at = first.due_at, first.soon_at
    if order.promised_at is None:
        order.promised_at = _promise_of(order, spec, at)
    if holder is not None:
        order.holder_body_id = holder.id
        intake.parties += filter(None, [holder_part(order, at)])


def _promise_of(order: Order, spec: ProcessSpec, at: datetime) -> datetime | None:
    """By the stages that the process names, else, what nobody dispatches, by its first clock."""
    if spec.promise:
        return clocks.promised(spec.promise, at, area_path=order.area_path)
    return promise(order.limit, at) if "dispatch" in spec.actions else order.due_at


def promise(limit: CategoryLimit | None, at: datetime) -> datetime | None:
    """When the reporter gets a result at the latest: the stages before handling, then its limit.

    None when the calendar does not know the year: said, not guessed.
    """
    stages = order_settings().stages
    calendar = work_calendar()
    try:
        for stage in ("verify", "dispatch"):
            at = calendar.add(at, stages[stage].limit())
        return calendar.add(at, clocks.handling_limit(limit))
    except CalendarUnknown:
        return None


def new_order(
    *, client_key: uuid.UUID, at: datetime, where: Place, category: Category | None,
    limit: CategoryLimit | None, process_id: int, **fields: Any,
) -> Order:  # fmt: skip
    """An unsaved order with its id and number."""
    order_id = next_id()
    order = unsaved(
        Order,
        id=order_id,
        number=number_for(order_id, at),
        client_key=client_key,
        process_id=process_id,
        area_then_id=where.area.id,
        area_path=where.area.path,
        outside=where.outside,
        emergency=bool(category and category.emergency),
        reported_at=at,
        **fields,
    )
    order.category, order.limit = category, limit
    return order


def write(intake: Intake, reporter: tuple[str, str] | None = None) -> bool:
    """Run the statement. False when this client key was taken in before: nothing was written.

    `reporter` (phone, name) is found by it on its way, and made when new: a query less for each
    report of somebody who reported before, a tenth of its whole cost.
    """
    outcome = _run(intake, resident_keys(*reporter) if reporter else None)
    if outcome is statement.Outcome.STRANGER and reporter:
        phone, name = reporter
        intake.order.reporter_id = ensure_resident(phone=phone, name=name).pk
        outcome = _run(intake)
    return outcome is statement.Outcome.WRITTEN


_grouped: Final = GroupCommit(statement.run)  # a fifth more reports a second (docs/adr/0010)


def _run(intake: Intake, reporter: tuple[str, bool] | None = None) -> statement.Outcome:
    rows = statement.Rows(
        order=intake.order,
        events=intake.events,
        parties=intake.parties,
        clocks=intake.clocks,
        reporter=reporter,
    )
    # What is part of a transaction is written on that one's connection.
    return statement.run([rows])[0] if connection.in_atomic_block else _grouped(rows)


def begin(order: Order, actor: Actor) -> Intake:
    body_id = next((p.body_id for p in actor.postings if p.body_id), None)
    return Intake(order=order, spec=spec_of(order.process_id), body_id=body_id)
