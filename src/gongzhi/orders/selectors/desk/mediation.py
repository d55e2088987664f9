"""The share of disputes settled inside the grid (ML-30), and the orders behind it that one sees.

Mediations are confined. Their counts of a year are given by community to the posts of its area:
they say neither who nor what. A community with few of them is not counted for others, and what is
hidden is in no sum, so that nobody can take one from the other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from gongzhi.kernel.scope import SYSTEM, Actor, outermost, subtree

from ...models import Order, Process
from ...querysets import AREA_ROLES
from ...words.wording import short_of, state_name

PROCESS: Final = "mediation"
DAYS: Final = 365
FEWEST: Final = 5  # fewer are shown to those who mediate them only
_MOST: Final = 100
INSIDE: Final = ("mediation_agreed",)
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "inside": INSIDE,
    "above": ("mediation_up", "mediation_agreed_above"),
    "failed": ("mediation_failed",),
    "open": ("mediation_new", "mediation_open"),
}


@dataclass(frozen=True)
class Tally:
    """`share` is that settled inside the grid of all that were decided or passed up; None for none."""

    body_id: int
    name: str
    mine: bool
    hidden: bool
    inside: int = 0
    above: int = 0
    failed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.inside + self.above + self.failed + self.open

    @property
    def decided(self) -> int:
        return self.inside + self.above + self.failed

    @property
    def share(self) -> float | None:
        return self.inside / self.decided if self.decided else None


def tallies(actor: Actor, *, now: datetime) -> list[Tally]:
    """One for each body that mediated in a year: those of my areas, my own first."""
    rows = (
        _of_a_year(Order.objects.visible_to(SYSTEM), now)
        .filter(_reached(actor))
        .order_by()
        .values("lead_body_id", "state")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, Counter[str]] = {}
    for row in rows:
        kind = next((k for k, states in KINDS.items() if row["state"] in states), "open")
        counts.setdefault(row["lead_body_id"], Counter())[kind] += row["n"]
    found = [_tally(body_id, count, actor) for body_id, count in counts.items()]
    return sorted(found, key=lambda one: (not one.mine, one.name))


def _tally(body_id: int, counts: Counter[str], actor: Actor) -> Tally:
    mine = body_id in actor.body_ids
    hidden = not mine and counts.total() < FEWEST
    return Tally(body_id, short_of(body_id), mine, hidden, **({} if hidden else dict(counts)))


def _of_a_year(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """By the versions of the process, and as confined, which mediations are: found by an index."""
    versions = list(Process.objects.filter(key=PROCESS).values_list("pk", flat=True))
    since = now - timedelta(days=DAYS)
    return rows.filter(process_id__in=versions, confined=True, reported_at__gte=since)


def _reached(actor: Actor) -> Q:
    """Those of my bodies, and of the areas of my posts."""
    reached = Q(lead_body_id__in=sorted(actor.body_ids))
    for path in outermost(p.area_path for p in actor.postings if p.role in AREA_ROLES):
        low, high = subtree(path)
        reached |= Q(area_path__gte=low, area_path__lt=high)
    return reached


@dataclass(frozen=True)
class Line:
    """One mediation that the reader has a part in."""

    number: str
    state: str
    body: str
    at: datetime


def behind(actor: Actor, *, kind: str, body_id: int | None, now: datetime) -> list[Line]:
    """The orders that a number counts, as far as the reader sees them, newest first."""
    rows = _of_a_year(Order.objects.visible_to(actor), now)
    if kind in KINDS:
        rows = rows.filter(state__in=KINDS[kind])
    if body_id is not None:
        rows = rows.filter(lead_body_id=body_id)
    return [
        Line(row.number, state_name(row), short_of(row.lead_body_id), row.reported_at)
        for row in rows.order_by("-reported_at", "-pk")[:_MOST]
    ]
