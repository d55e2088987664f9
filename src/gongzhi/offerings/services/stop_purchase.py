"""Who bought a service ends the project before its time (JN-20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import Purchase
from ..purchasing import locked_purchase, stands_for


def stop_purchase(
    *, actor: Actor, purchase_id: int, reason: str, at: datetime | None = None
) -> Purchase:
    """Before its time, by who bought it; what was confirmed stays. NotFound, Denied, Conflict."""
    words = one_line(reason, "reason", WORDS_MOST)
    with transaction.atomic():
        row = locked_purchase(actor, purchase_id)
        if not stands_for(actor, row.buyer_id):
            raise Denied
        if row.stopped_at is not None:
            raise Conflict(_("这个项目已经终止了。"))
        row.stopped_at, row.reason = at or clock.now(), words
        row.save(update_fields=["stopped_at", "reason"])
    return row
