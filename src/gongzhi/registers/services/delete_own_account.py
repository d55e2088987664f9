"""A resident deletes the own account: what goes, what stays, and why (reading/leaving.py says it)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.accounts.services.delete_resident import delete_resident
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.orders.services.forget_old import forget_judgements
from gongzhi.registers.models import DataRequest


def delete_own_account(*, actor: Actor, at: datetime | None = None) -> None:
    """Denied for anybody but a resident. The row of the register stays: it is the community's,
    and is corrected, withdrawn or deleted by a request of its own.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    with transaction.atomic():
        # What was wished of requests that are answered; open ones are still carried out.
        own = DataRequest.objects.visible_to(actor).exclude(outcome="")
        own.update(wish_sealed="")
        forget_judgements(resident_id=actor.resident_id)
        delete_resident(actor=actor, at=at)
