"""Cancel a change of boundaries whose day has not come."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor


def cancel_change(*, actor: Actor, change_id: int) -> BoundaryChange:
    """Raises Denied, NotFound, and Conflict for a change that was applied or cancelled."""
    check_may_change(actor)
    with transaction.atomic():
        change = BoundaryChange.objects.select_for_update().filter(pk=change_id).first()
        if change is None:
            raise NotFound
        if change.status != BoundaryChange.Status.PLANNED:
            raise Conflict(_("这项调整已经生效或取消，不能再取消。"))
        change.status = BoundaryChange.Status.CANCELLED
        change.save(update_fields=["status"])
    return change
