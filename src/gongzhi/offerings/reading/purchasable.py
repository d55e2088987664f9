"""What may be counted for a project: finished orders that its contractor led, activities held there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.orders.hooks.held import Held, held_by
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs

from ..models import Purchase, PurchasedService


def orders_for(actor: Actor, row: Purchase) -> QuerySet[Any]:
    """In the actor's scope, finished within the project's days, in the area of its community."""
    since, until = _span(row)
    inside = Q(pk__in=())
    for area in filter(None, map(areas.area_by_id, orgs.areas_of(row.body_id))):
        low, high = subtree(area.path)
        inside |= Q(area_path__gte=low, area_path__lt=high)
    rows: QuerySet[Any] = Order.objects.visible_to(actor).filter(
        inside, lead_body_id=row.contractor_id, finished_at__gte=since, finished_at__lt=until
    )
    return rows


def orders_left(actor: Actor, row: Purchase) -> list[Order]:
    """Those of them that no project has counted yet, newest first."""
    counted = PurchasedService.objects.exclude(state="refused").filter(order__isnull=False)
    rows = orders_for(actor, row).exclude(pk__in=counted.values("order_id"))
    return list(rows.order_by("-finished_at")[:100])


def activities_for(row: Purchase, *, now: datetime) -> list[Held]:
    """Activities of the community within the project's days that are over."""
    since, until = _span(row)
    return held_by([row.body_id], since, min(until, now))


def activities_left(row: Purchase, *, now: datetime) -> list[Held]:
    """Those of them that no project has counted yet."""
    found = activities_for(row, now=now)
    counted = set(
        PurchasedService.objects.exclude(state="refused")
        .filter(activity_id__in=[one.id for one in found])
        .values_list("activity_id", flat=True)
    )
    return [one for one in found if one.id not in counted]


def _span(row: Purchase) -> tuple[datetime, datetime]:
    since = datetime.combine(row.starts_on, time(), clock.LOCAL_TZ)
    until = datetime.combine(row.ends_on + timedelta(days=1), time(), clock.LOCAL_TZ)
    return since, min(until, row.stopped_at or until)
