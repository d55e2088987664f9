"""An action together with photos taken for it: both or neither."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from gongzhi.kernel.scope import Actor

from ..models import Order
from .act import act, done_before, lock_order
from .attach import attach


def act_with_photos(
    *,
    actor: Actor,
    number: str,
    action: str,
    payload: dict[str, Any],
    photos: list[bytes] | None = None,
    kind: str = "after",
    client_key: uuid.UUID | None = None,
) -> Order:
    """Store the photos, then act. Raises what `attach` and `act` raise; then nothing is kept."""
    with transaction.atomic():
        order = lock_order(actor, number)
        if client_key is not None and done_before(order, actor, action, client_key):
            return order
        if photos:
            attach(actor=actor, number=number, kind=kind, blobs=photos)
        return act(
            actor=actor, number=number, action=action, payload=payload, client_key=client_key
        )
