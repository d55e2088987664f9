"""A person does not agree with a refusal: the street looks again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.registers.models import DataRequest


def object_to_refusal(
    *, actor: Actor, request_id: int, reason: str, at: datetime | None = None
) -> Order:
    """The order, at the street. NotFound for another's; Invalid (`reason`); Conflict too late."""
    if actor.kind != "resident":
        raise Denied
    with transaction.atomic():
        rows = DataRequest.objects.visible_to(actor).exclude(order=None).filter(pk=request_id)
        order_id = rows.values_list("order_id", flat=True).first()
        if order_id is None:
            raise NotFound
        number = Order.objects.visible_to(actor).values_list("number", flat=True).get(pk=order_id)
        return act(
            actor=actor, number=number, action="object_refusal", payload={"reason": reason}, at=at
        )
