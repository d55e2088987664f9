"""Name the places that a campaign looks at: every area of a level, within the campaign's own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor, covers

from ..gathering.campaigns import PROCESS
from ..models import CheckPlace, Order
from ..process.spec import spec_of
from .act import lock_order

MOST = 5000


def plan_campaign(*, actor: Actor, number: str, level: int) -> int:
    """How many places came new; those that stand there already stay.

    Raises NotFound, Denied (not the campaign's own body), Conflict (over), Invalid (`level`).
    """
    with transaction.atomic():
        order = lock_order(actor, number)
        _check(actor, order)
        wanted = [
            area.id
            for area in areas.current_areas()
            if area.level == level and covers(order.area_path, area.path)
        ]
        if not wanted or len(wanted) > MOST:
            raise Invalid(
                _("这一级没有地方，或者多于%(max)d个，请换一级。") % {"max": MOST}, "level"
            )
        before = CheckPlace.objects.filter(campaign=order).count()
        CheckPlace.objects.bulk_create(
            [CheckPlace(campaign=order, area_id=area_id) for area_id in wanted],
            ignore_conflicts=True,
        )
        return CheckPlace.objects.filter(campaign=order).count() - before


def _check(actor: Actor, order: Order) -> None:
    if spec_of(order.process_id).key != PROCESS or order.phase == "closed":
        raise Conflict(_("这件不是正在进行的专项行动。"))
    if order.lead_body_id not in actor.body_ids:
        raise Denied
