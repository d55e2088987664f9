"""Apply the changes whose day has come, and take along what was written meanwhile."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from gongzhi.areas.boundaries.lock import one_change_at_a_time
from gongzhi.areas.boundaries.movers import Effect, movers
from gongzhi.areas.boundaries.stored import recalled
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.services.apply_change import apply_change
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError

# Other processes know of a change after two seconds at most; what they wrote before follows.
_LATE = timedelta(minutes=10)


def apply_due() -> int:
    """The number of changes applied. One that cannot be applied says why and is tried again."""
    applied = 0
    due = BoundaryChange.objects.filter(
        status=BoundaryChange.Status.PLANNED, effective_on__lte=clock.today()
    ).order_by("effective_on", "id")
    for change in due:
        try:
            apply_change(change_id=change.pk)
        except GongzhiError as error:
            BoundaryChange.objects.filter(pk=change.pk).update(problem=str(error))
        else:
            applied += 1
    return applied


def take_late_comers() -> int:
    """Move what was still written with the old paths just after a change; rows moved."""
    recent = BoundaryChange.objects.filter(
        status=BoundaryChange.Status.APPLIED, applied_at__gt=clock.now() - _LATE
    ).order_by("applied_at")
    moved = 0
    for change in recent:
        with transaction.atomic():
            one_change_at_a_time()
            effect = Effect(change.pk, change.effective_on, recalled(change), again=True)
            moved += sum(mover.move(effect) for mover in movers())
    return moved
