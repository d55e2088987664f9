"""Do one thing with one order: every action of its process goes through here."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from .. import engine
from ..models import Order


def lock_order(actor: Actor, number: str) -> Order:
    """The order, locked in this transaction; NotFound for whoever may not see it."""
    order = (
        Order.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(number=number)
        .first()
    )
    if order is None:
        raise NotFound
    return order


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

    then nothing was written. A person's action on a draft or a system action is refused.
    """
    with transaction.atomic():
        order = lock_order(actor, number)
        return engine.perform(
            order,
            actor=actor,
            action_key=action,
            payload=dict(payload or {}),
            at=at or wall.now(),
            client_key=client_key,
        )
