"""Appending to an order's own hash chain. The head of the chain lies on the order row."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from gongzhi.kernel import chain
from gongzhi.kernel.scope import Actor

from ..models import OrderEvent
from .rowjson import Row, row

# In a payload: for whom somebody stood in when they did it, `{"user": id, "name": name}`.
FOR: Final = "for"


@dataclass(frozen=True)
class NewEvent:
    """One event about to be written; `payload` must be JSON and may later be redacted."""

    action: str
    actor: Actor
    at: datetime
    from_state: str
    to_state: str
    payload: dict[str, Any] = field(default_factory=dict)
    body_id: int | None = None
    client_key: uuid.UUID | None = None


def who(actor: Actor) -> str:
    """How the chain names an actor: kind and id, no name."""
    return f"{actor.kind}:{actor.user_id or actor.resident_id or ''}"


def sealed(event: NewEvent, *, order_id: int, seq: int, prev: str) -> Row:
    """The row for an event, bound to the one before it (`prev` in hex, empty for the first)."""
    salt = chain.new_salt()
    digest = chain.payload_digest(event.payload, salt)
    actor_name = f"{who(event.actor)}:{event.action}"
    digest_of_all = chain.event_hash(
        prev=bytes.fromhex(prev) if prev else chain.GENESIS,
        order_id=order_id,
        seq=seq,
        at=event.at,
        actor=actor_name,
        from_state=event.from_state,
        to_state=event.to_state,
        digest=digest,
    )
    return row(
        OrderEvent,
        order_id=order_id,
        seq=seq,
        at=event.at,
        action=event.action,
        actor_kind=event.actor.kind,
        actor_name=actor_name,
        user_id=event.actor.user_id,
        body_id=event.body_id,
        resident_id=event.actor.resident_id,
        from_state=event.from_state,
        to_state=event.to_state,
        payload=event.payload,
        salt=salt.hex(),
        digest=digest.hex(),
        hash=digest_of_all.hex(),
        client_key=event.client_key,
    )


def said_at_start(order_id: int) -> dict[str, Any]:
    """The fields that the process asked for at its start; empty when they were redacted."""
    first = OrderEvent.reached.filter(order_id=order_id, seq=1).first()
    return (first.payload if first else None) or {}


def stored(event: OrderEvent) -> chain.ChainEvent:
    """A row as the pure verifier wants it. A deleted resident keeps the id that was hashed."""
    return chain.ChainEvent(
        order_id=event.order_id,
        seq=event.seq,
        at=event.at,
        actor=event.actor_name,
        from_state=event.from_state,
        to_state=event.to_state,
        digest=bytes.fromhex(event.digest),
        hash=bytes.fromhex(event.hash),
        payload=event.payload if event.salt else None,
        salt=bytes.fromhex(event.salt) if event.salt else None,
    )
