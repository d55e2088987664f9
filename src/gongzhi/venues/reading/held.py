"""Activities that were held, for domains that count them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gongzhi.orders.hooks.held import Held, register_held

from ..models import Activity
from .activities import activity_lines


def register() -> None:
    """Make it known."""
    register_held(read)


def read(
    ids: Collection[int] | None, body_ids: Collection[int], since: datetime | None, until: datetime
) -> list[Held]:
    """Neither cancelled ones nor ones that still go on; whoever came was checked in."""
    rows = Activity.objects.select_related("station", "room", "group").filter(
        cancelled_at=None, during__endswith__lte=until
    )
    rows = rows.filter(body_id__in=body_ids) if ids is None else rows.filter(pk__in=ids)
    if since is not None:
        rows = rows.filter(during__startswith__gte=since)
    found = list(rows.order_by("-during")[:500])
    lines = activity_lines(found, now=until)
    return [
        Held(
            id=row.pk, body_id=row.body_id, title=row.title, starts=row.during.lower,
            ends=row.during.upper, person_times=line.arrived, href=f"/desk/activities/{row.pk}/",
        )
        for row, line in zip(found, lines, strict=True)
    ]  # fmt: skip
