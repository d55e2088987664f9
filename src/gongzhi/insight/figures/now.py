"""What is open at this moment, from the partial indexes over open orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.counting import NOT_HANDED_OVER
from gongzhi.orders.models import Order

from .scope import checked


@dataclass(frozen=True)
class Load:
    """Open orders, and those of them past their deadline."""

    open: int = 0
    overdue: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.open + other.open, self.overdue + other.overdue)

    @property
    def overdue_share(self) -> float | None:
        return self.overdue / self.open if self.open else None


@dataclass(frozen=True)
class BodyLoad:
    """Overdue orders in the hands of a body, with the deadline missed longest ago."""

    body_id: int
    overdue: int
    oldest_due: datetime


def _open(area_path: str) -> QuerySet[Order]:
    found = Order.objects.visible_to(SYSTEM).exclude(phase="closed").filter(confined=False)
    found = found.order_by()
    root = areas.root_area()
    return found if root is not None and root.path == area_path else found.in_area(area_path)


def by_path(*, actor: Actor, area_path: str, now: datetime) -> dict[str, Load]:
    """Loads by the path of the grid that holds the orders.

    Read from the index over (area_path, due_at) alone: paused orders have no deadline, and the
    few drafts, which have none either, are taken off.
    """
    found = _open(checked(actor, area_path))
    overdue = Count("due_at", filter=Q(due_at__lt=now))
    rows = found.values("area_path").annotate(open=Count("*"), overdue=overdue)
    loads = {row["area_path"]: Load(row["open"], row["overdue"]) for row in rows}
    drafts = found.filter(state__in=NOT_HANDED_OVER).values("area_path").annotate(n=Count("*"))
    for row in drafts:
        loads[row["area_path"]] += Load(-row["n"], 0)
    return loads


def overdue_by_body(
    *, actor: Actor, area_path: str, now: datetime, most: int = 8
) -> list[BodyLoad]:
    """The bodies that hold most overdue orders: most first, then the oldest."""
    rows = (
        _open(checked(actor, area_path))
        .filter(due_at__lt=now, holder_body__isnull=False)
        .exclude(phase="paused")
        .values("holder_body_id")
        .annotate(n=Count("*"), oldest=Min("due_at"))
        .order_by("-n", "oldest")[:most]
    )
    return [BodyLoad(row["holder_body_id"], row["n"], row["oldest"]) for row in rows]


def emergencies(*, actor: Actor, area_path: str) -> int:
    """Open orders of a class that cannot wait."""
    found = _open(checked(actor, area_path)).filter(emergency=True)
    return found.exclude(state__in=NOT_HANDED_OVER).count()
