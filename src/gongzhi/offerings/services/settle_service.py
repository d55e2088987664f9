"""The community says of what who served has entered whether it was done (JN-20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import PurchasedService
from ..purchasing import locked_purchase, stands_for


def settle_service(
    *, actor: Actor, purchase_id: int, service_id: int, confirmed: bool, reason: str = "",
    at: datetime | None = None,
) -> PurchasedService:  # fmt: skip
    """The community's own yes or no, once. NotFound, Denied, Invalid (a no needs a reason), Conflict."""
    with transaction.atomic():
        row = locked_purchase(actor, purchase_id)
        if not stands_for(actor, row.body_id):
            raise Denied
        service = PurchasedService.objects.filter(pk=service_id, purchase=row).first()
        if service is None:
            raise NotFound
        if service.state != "waiting":
            raise Conflict(_("这一条已经确认过了。"))
        service.reason = one_line(reason, "reason", WORDS_MOST, needed=not confirmed)
        service.state = "confirmed" if confirmed else "refused"
        service.settled_user_id, service.settled_at = actor.user_id, at or clock.now()
        service.save(update_fields=["reason", "state", "settled_user", "settled_at"])
    return service
