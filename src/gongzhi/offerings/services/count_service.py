"""An order or an activity is counted for a project: by the community, or by who served (JN-20)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import whole
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor

from ..models import PurchasedService
from ..purchasing import locked_purchase, stands_for
from ..reading.purchasable import activities_for, orders_for

MINUTES_MOST: Final = 24 * 60


def count_service(
    *, actor: Actor, purchase_id: int, order: str = "", activity_id: int = 0, minutes: int = 0,
    at: datetime | None = None,
) -> PurchasedService:  # fmt: skip
    """Link an order (its number, and how long it took) or an activity that was held.

    Entered by the community it is confirmed with that; by who served, it waits. NotFound for what
    is not the project's, Denied, Invalid, Conflict when it was counted already.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = locked_purchase(actor, purchase_id)
        own = stands_for(actor, row.body_id)
        if not own and not stands_for(actor, row.contractor_id):
            raise Denied
        service = PurchasedService(purchase=row, user_id=actor.user_id, at=at)
        if order:
            whole(minutes, "minutes", 1, MINUTES_MOST)
            found = orders_for(actor, row).filter(number=order).first()
            service.order_id, service.minutes = (found.pk if found else None), minutes
        elif own:
            there = {one.id for one in activities_for(row, now=at)}
            service.activity_id = activity_id if activity_id in there else None
        if service.order_id is None and service.activity_id is None:
            raise NotFound
        if own:
            service.state, service.settled_user_id, service.settled_at = (
                "confirmed", actor.user_id, at,
            )  # fmt: skip
        try:
            with transaction.atomic():
                service.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("这一次已经记过了，不能再记一遍。")) from None
    return service
