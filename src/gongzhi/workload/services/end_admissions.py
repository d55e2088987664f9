"""Admissions whose time is over end by themselves, day by day."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act

from ..models import Admission

BATCH = 500


def end_admissions(*, at: datetime | None = None) -> int:
    """How many ended. Running twice does nothing more."""
    at = at or clock.now()
    over = Admission.objects.filter(ended_at=None, valid__endswith__lte=clock.local(at).date())
    numbers = Order.objects.visible_to(SYSTEM).filter(pk__in=over.values("order_id"))
    done = 0
    for number in list(numbers.values_list("number", flat=True)[:BATCH]):
        try:
            act(actor=SYSTEM, number=number, action="end_admission", at=at)
            done += 1
        except Conflict:
            continue  # ended by hand in between
    return done
