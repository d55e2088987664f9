"""Hand over a report that waited for its phone to be verified."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from ..engine.perform import perform
from ..models import Order
from .act import lock_order


def confirm(*, number: str, phone: str, code: str, at: datetime | None = None) -> Order:
    """Check the code, then let the order in. Asking twice gives the same order."""
    resident = verify_code(phone=phone, code=code)
    actor = Actor(kind="resident", resident_id=resident.pk)
    return confirm_as(actor=actor, number=number, at=at)


def confirm_as(*, actor: Actor, number: str, at: datetime | None = None) -> Order:
    """The same for somebody whose phone is verified already."""
    with transaction.atomic():
        try:
            order = lock_order(actor, number)
        except NotFound:
            raise NotFound(_("没有找到这份诉求，请用填写时的手机号。")) from None
        if order.state != "draft":
            return order
        return perform(order, actor=actor, action_key="confirm", payload={}, at=at or wall.now())
