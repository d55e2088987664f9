"""Look at a reporter's name and phone: for a purpose, logged, and shown to the reporter."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..engine.policies import contact_refusal
from ..models import Order


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str


def open_contact(*, actor: Actor, number: str, purpose: str) -> Contact:
    """Name and phone. After the rating the handler no longer sees them (nobody asks to have a
    rating changed); a reporter who hid the name from the handling body stays hidden from it.
    """
    if not purpose.strip():
        raise Invalid(_("请写明查看事由。"), "purpose")
    with transaction.atomic():
        order = (
            Order.objects.visible_to(actor).select_related("reporter").filter(number=number).first()
        )
        if order is None or actor.kind not in {"staff", "api"}:
            raise NotFound
        reporter = order.reporter
        if reporter is None:
            raise NotFound(_("这件工单没有留联系方式。"))
        refusal = contact_refusal(actor, order)
        if refusal:
            raise Denied(refusal)
        log_access(
            actor=actor,
            kind="contact",
            subject=order.number,
            purpose=purpose.strip()[:200],
            resident=reporter,
        )
        name = open_(reporter.name_sealed) if reporter.name_sealed else ""
        return Contact(name, open_(reporter.phone_sealed))
