"""What waits for a decision of mine: extensions, suspensions, arbitrations, admissions, and the
long-running files that a leader has to adopt (JN-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.scope import Actor

from ...engine.holding import caller_of
from ...engine.policies import Relations, permits
from ...models import Order, OrderEvent
from ...process.spec import SAME, ActionSpec, ProcessSpec, StateSpec, pick, spec_of
from ...words.written import text_of
from .extension import Extension, extensions_of
from .lamps import lamp_of
from .membership import current_specs, current_states, main_action, worklists_of
from .names import body_name, category_name, category_with_id
from .rows import COLUMNS, shorten

MOST = 7
_ASKING = ("ask_extension", "ask_suspension", "object", "return")


@dataclass(frozen=True)
class Button:
    """One answer: `reason` says that it needs a reason, `opens` that it needs the whole page."""

    action: str
    name: str
    tone: str
    reason: bool
    opens: bool


@dataclass(frozen=True)
class Decision:
    """One order that waits for me."""

    number: str
    sentence: str
    what: str
    who_asks: str
    reason: str
    category: str
    lamp: str | None
    due_at: datetime | None
    buttons: tuple[Button, ...]
    extension: Extension | None = None


@dataclass(frozen=True)
class Deciding:
    """The most urgent, and how many there are of each kind (tab, label, count)."""

    decisions: list[Decision]
    queues: list[tuple[str, str, int]]

    @property
    def total(self) -> int:
        return sum(count for _tab, _label, count in self.queues)


def deciding(actor: Actor, *, now: datetime) -> Deciding:
    """What is decided above the lead, as far as it is mine."""
    states = current_states()
    above = {key for spec in current_specs() for key in _decided_above(spec)}
    mine = {key: reach for key, reach in worklists_of(actor).items() if key in above}
    found: list[Order] = []
    queues = []
    for key, reach in mine.items():
        rows = Order.objects.visible_to(actor).open().filter(reach.where(), state=key)
        count = rows.count()
        if count:
            queues.append((key, pick(states[key].worklist or {}), count))
            found += rows.only(*COLUMNS).order_by("due_at", "pk")[:MOST]
    found.sort(key=lambda order: (order.due_at is None, order.due_at))
    found = found[:MOST]
    asked = _asked([order.pk for order in found])
    longer = extensions_of(order.pk for order in found)
    decisions = [_decision(o, actor, asked.get(o.pk), longer.get(o.pk), now) for o in found]
    return Deciding(decisions, queues)


def decidable() -> frozenset[str]:
    """Every answer that a press on the page gives; the engine judges who may."""
    wanted = (
        action
        for spec in current_specs()
        for state in _decided_above(spec)
        for action in _answers(spec, state)
    )
    return frozenset(action.key for action in wanted if not _opens(action))


def _decided_above(spec: ProcessSpec) -> list[str]:
    """States that a street (or whoever stands for it) holds, and those in which the lead waits
    for somebody above to move it on."""
    return [
        state.key
        for state in spec.states.values()
        if state.worklist is not None
        and (state.holder in {"street", "decider"} or _waits_for_a_leader(spec, state))
    ]


def _waits_for_a_leader(spec: ProcessSpec, state: StateSpec) -> bool:
    main = main_action(spec, state.key)
    if main is None or main.to == SAME or state.holder != "lead" or state.phase != "open":
        return False
    return all(line.partition(":")[0] in {"area", "centre"} for line in main.who)


def _answers(spec: ProcessSpec, state: str) -> list[ActionSpec]:
    """What the state waits for, and the ways to refuse it."""
    main = main_action(spec, state)
    refusals = [a for a in spec.actions_from(state) if a.tone == "danger"]
    return [main, *refusals] if main is not None else refusals


def _opens(action: ActionSpec) -> bool:
    """Whether it asks for more than a reason, so that the order's own page is needed."""
    return not set(action.needs) <= {"reason"}


def _asked(order_ids: list[int]) -> dict[int, OrderEvent]:
    """The newest request of each order."""
    rows = OrderEvent.reached.filter(order_id__in=order_ids, action__in=_ASKING)
    return {row.order_id: row for row in rows.order_by("order_id", "seq")}


def _decision(
    order: Order,
    actor: Actor,
    asked: OrderEvent | None,
    longer: Extension | None,
    now: datetime,
) -> Decision:
    spec = spec_of(order.process_id)
    relations = Relations(order, actor, ask=False)
    main = main_action(spec, order.state)
    wanted = _answers(spec, order.state)
    payload = (asked.payload or {}) if asked else {}
    extends = main is not None and "extend_handling" in main.effects
    return Decision(
        number=order.number,
        sentence=shorten(text_of(order)),
        what=spec.states[order.state].name(),
        who_asks=body_name(_asking_body(order, asked)),
        reason=str(payload.get("reason", "")),
        category=category_name(category_with_id(order.category_id)),
        lamp=lamp_of(order, now),
        due_at=order.due_at,
        buttons=tuple(_button(a, main=a is main) for a in wanted if permits(actor, a, relations)),
        extension=longer if extends else None,
    )


def _asking_body(order: Order, asked: OrderEvent | None) -> int | None:
    """Where nothing is asked in between, whoever started what is to be decided; else the lead."""
    if asked:
        return asked.body_id
    holder = spec_of(order.process_id).states[order.state].holder
    return caller_of(order.pk) if holder == "decider" else order.lead_body_id


def _button(action: ActionSpec, *, main: bool) -> Button:
    return Button(
        action=action.key,
        name=action.name(),
        tone="primary" if main else action.tone,
        reason="reason" in action.needs,
        opens=_opens(action),
    )
