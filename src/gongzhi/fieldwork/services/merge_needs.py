"""Several households need the same: one need goes on, the others end with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.services.gather import open_needs
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor


def merge_needs(*, actor: Actor, need_ids: Sequence[int], at: datetime | None = None) -> Need:
    """The oldest goes on. Invalid with fewer than two; Denied, NotFound, Conflict."""
    ids = sorted(set(need_ids))
    with transaction.atomic():
        found = open_needs(actor, ids)
        if len(found) < 2:
            raise Invalid(_("请至少勾选两件一样的需求。"), "need")
        first, others = found[0], found[1:]
        gone = [need.pk for need in others]
        # Whatever was merged into one of them before follows.
        Need.reached.filter(into_id__in=gone).update(into=first)
        Need.reached.filter(pk__in=gone).update(
            state="merged", into=first, ended_at=at or clock.now()
        )
        return first
