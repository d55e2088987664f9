"""One action on one locked order while it is carried out, and what it may do besides.

Process files name effects, code defines and registers them. An effect reads and changes the order
of one `Step`; nothing here commits or notifies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongzhi.kernel.scope import Actor, Posting

from ..models import Order
from ..process.spec import ActionSpec
from .clocks import OrderClocks
from .parts import OrderParts


@dataclass
class Step:
    """One action on one locked order while it is being carried out."""

    order: Order
    actor: Actor
    action: ActionSpec
    payload: dict[str, Any]
    at: datetime
    clocks: OrderClocks
    parts: OrderParts
    body_id: int | None  # the actor's body in this matter
    stands_for: Posting | None = None  # the posting in which the actor stands in for somebody
    shown: dict[str, Any] = field(default_factory=dict)  # kept in the event for the timeline
    closes: bool = False
    brings_back: bool = False

    @property
    def person_id(self) -> int | None:
        """Whose doing it is: the actor's, or that of whom the actor stands in for."""
        stood_in_for = self.stands_for.for_user_id if self.stands_for else None
        return stood_in_for or self.actor.user_id

    def words(self, name: str) -> str:
        """A field of the payload as trimmed words; "" when it is not there."""
        return str(self.payload.get(name) or "").strip()


Effect = Callable[[Step], None]
Refusal = Callable[[Order], str]
EFFECTS: dict[str, Effect] = {}
REFUSALS: dict[str, Refusal] = {}
# What comes with any action: words, and the first answer that an outbox gets again.
_ALWAYS = frozenset({"reason", "note", "result", "outbox"})
_READS: dict[str, tuple[str, ...]] = {}
# Carried out by the engine after the move (next step by the system) or by the follow-up job.
AFTERWARDS = frozenset({"auto_accept", "auto_file", "tell_reporter", "tell_holder"})


def effect(
    function: Effect | None = None, *, reads: tuple[str, ...] = (), unless: Refusal | None = None
) -> Any:
    """Register an effect by its name, with the fields of the payload that it reads.

    `unless` says why the action is grey for an order, "" when it is not.
    """

    def register(found: Effect) -> Effect:
        assert found.__name__ not in AFTERWARDS
        EFFECTS[found.__name__] = found
        _READS[found.__name__] = reads
        if unless is not None:
            REFUSALS[found.__name__] = unless
        return found

    return register(function) if function else register


def condition(refusal: Refusal) -> Refusal:
    """Register what changes nothing by itself: while it gives a reason, the action is grey."""
    REFUSALS[refusal.__name__] = refusal
    return refusal


def refusal_of(action: ActionSpec, order: Order) -> str:
    """Why an action that the role may do is not to be had for this order; "" when it is."""
    reasons = (REFUSALS[name](order) for name in action.effects if name in REFUSALS)
    return next(filter(None, reasons), "")


def fields_of(action: ActionSpec) -> frozenset[str]:
    """The fields of a payload that mean something to an action; others are not kept."""
    read = (name for key in action.effects for name in _READS.get(key, ()))
    return _ALWAYS.union(action.needs, action.asks, read)
