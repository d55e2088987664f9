"""What each figure counts, as a condition on orders: the number and its list use the same one.

Orders that were never handed over do not count (a draft, or one made void). "Closed" is work that
was done or answered and then closed by a rating or by silence: not merged, refused or withdrawn.
Everything about results is counted on the day of closing, so numerator and denominator agree
(domain rules: closed on time, solved, satisfied, rework).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.orders.counting import counted

Base = Literal["reported", "closed", "open"]


@dataclass(frozen=True)
class Measure:
    """`base` says which day (or that it is counted now); `extra` narrows the base."""

    key: str
    name: str | Promise
    base: Base
    extra: Q


MEASURES: dict[str, Measure] = {
    m.key: m
    for m in (
        Measure("reported", _("上报"), "reported", Q()),
        Measure("closed", _("办结"), "closed", Q()),
        Measure("timed", _("有时限的办结"), "closed", Q(on_time__isnull=False)),
        Measure("on_time", _("按期办结"), "closed", Q(on_time=True)),
        Measure("late", _("超时办结"), "closed", Q(on_time=False)),
        Measure("rated", _("居民已评价"), "closed", Q(solved__isnull=False)),
        Measure("solved", _("居民说解决了"), "closed", Q(solved=True)),
        Measure("unsolved", _("居民说没解决"), "closed", Q(solved=False)),
        Measure("judged", _("已评满意度"), "closed", Q(satisfaction__isnull=False)),
        Measure("satisfied", _("满意和基本满意"), "closed", Q(satisfaction__gte=2)),
        Measure("unsatisfied", _("不满意"), "closed", Q(satisfaction=1)),
        Measure("reworked", _("返工"), "closed", Q(reworks__gt=0)),
        Measure("open", _("在办"), "open", Q()),
        Measure("overdue", _("超时"), "open", Q()),
        Measure("soon", _("临期"), "open", Q()),
        Measure("emergency", _("紧急"), "open", Q(emergency=True)),
    )
}


def measure(key: str) -> Measure | None:
    return MEASURES.get(key)


def base_condition(base: Base, low: datetime | None, high: datetime | None) -> Q:
    """The orders of a base within [low, high); the open ones take no span."""
    if base == "open":
        # Written like the condition of the partial indexes over open orders.
        return ~Q(phase="closed") & counted()
    if low is None or high is None:
        raise ValueError(f"{base} is counted over a span")
    if base == "reported":
        return Q(reported_at__gte=low, reported_at__lt=high) & counted()
    return Q(
        closed_at__gte=low,
        closed_at__lt=high,
        phase="closed",
        finished_at__isnull=False,
        merged_into__isnull=True,
        confined=False,
    )


def condition(
    found: Measure, *, low: datetime | None = None, high: datetime | None = None, now: datetime
) -> Q:
    """The whole condition of a measure. `now` decides what is overdue; paused clocks never are."""
    wanted = base_condition(found.base, low, high) & found.extra
    if found.key == "overdue":
        wanted &= Q(due_at__lt=now) & ~Q(phase="paused")
    elif found.key == "soon":
        wanted &= Q(soon_at__lte=now, due_at__gte=now) & ~Q(phase="paused")
    return wanted
