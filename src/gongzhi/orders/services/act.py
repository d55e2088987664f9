"""Do one thing with one order: every action of its process goes through here."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, GongzhiError, NotFound
from gongzhi.kernel.scope import Actor

from ..dispatch.catalogue import with_class
from ..engine.effects.reporter import RATINGS
from ..engine.locking import locked
from ..engine.payloads import checked_payload, refuse_unknown
from ..engine.perform import note_by_system, perform
from ..models import Order, OrderEvent
from ..process.spec import spec_of

_log = logging.getLogger(__name__)


def lock_order(actor: Actor, number: str) -> Order:
    """The order, locked in this transaction; NotFound for whoever may not see it."""
    order = locked(actor, number)
    if order is None:
        raise NotFound
    return with_class(order)


def done_before(order: Order, actor: Actor, action: str, client_key: uuid.UUID) -> bool:
    """Whether this very action was carried out under the key. Denied for another use of it."""
    first = OrderEvent.reached.filter(client_key=client_key).first()
    if first is None:
        return False
    same = first.user_id == actor.user_id and first.resident_id == actor.resident_id
    if not (same and first.order_id == order.pk and first.action == action):
        raise Denied
    return True


def record_attempt(actor: Actor, number: str, at: datetime) -> None:
    """An attempt to rate in somebody's stead is kept although it is refused."""
    with transaction.atomic():
        order = lock_order(actor, number)
        note_by_system(order, actor=actor, action="rating_attempt", payload={}, at=at)


def act(
    *,
    actor: Actor,
    number: str,
    action: str,
    payload: dict[str, Any] | None = None,
    client_key: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Order:
    """Carry out an action. Raises NotFound, Denied, Conflict (someone was first) or Invalid;
    then nothing was written. A person's action on a draft or a system action is refused. The
    same `client_key` again does nothing and gives the order as it is now. A refusal is logged.
    """
    try:
        return _act(actor, number, action, payload or {}, client_key, at or wall.now())
    except GongzhiError as error:
        _log.info(
            "refused %.24r of %.24r to %s: %s", action, number, name_of(actor), type(error).__name__
        )
        raise


def name_of(actor: Actor) -> str:
    """Whom the log means: no names, no phones."""
    return f"{actor.kind} {actor.user_id or actor.resident_id or ''}".strip()


def _act(
    actor: Actor,
    number: str,
    action: str,
    payload: dict[str, Any],
    client_key: uuid.UUID | None,
    at: datetime,
) -> Order:
    wanted = checked_payload(payload)
    try:
        with transaction.atomic():
            order = lock_order(actor, number)
            if client_key is not None and done_before(order, actor, action, client_key):
                return order
            if actor.kind == "api":
                refuse_unknown(wanted, spec_of(order.process_id).fields)
            return perform(
                order,
                actor=actor,
                action_key=action,
                payload=wanted,
                at=at,
                client_key=client_key,
            )
    except Denied:
        if action in RATINGS:
            record_attempt(actor, number, at)
        raise
    except IntegrityError:
        # The key was used for another order at this very moment; for this one the lock waits.
        if client_key is None or not OrderEvent.reached.filter(client_key=client_key).exists():
            raise
        raise Denied from None
