"""What the periods have cleared, and what they will clear next: counts only, nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Sum

from gongzhi.kernel import clock
from gongzhi.registers.models import RetentionRun
from gongzhi.registers.privacy.retention import RULES
from gongzhi.registers.settings import period, period_basis

AHEAD: Final = timedelta(days=30)
SHOWN: Final = 100


@dataclass(frozen=True)
class Period:
    """One rule: how long, how many are due tonight, in thirty days, and were cleared so far."""

    title: str
    how: str
    basis: str
    days: int | None
    due: int
    ahead: int
    cleared: int


@dataclass(frozen=True)
class Run:
    """One run that cleared something."""

    title: str
    count: int
    before: datetime
    at: datetime


def periods(*, at: datetime | None = None) -> list[Period]:
    """Every rule, in the order of the profile's file; nothing is changed by looking ahead."""
    at = at or clock.now()
    sums = RetentionRun.objects.values("kind").annotate(total=Sum("count"))
    cleared = dict(sums.values_list("kind", "total"))
    found = []
    for kind, rule in RULES.items():
        kept = period(rule.period_kind)
        due = rule.due(at - kept).count() if kept is not None else 0
        ahead = rule.due(at - kept + AHEAD).count() if kept is not None else 0
        days = kept.days if kept is not None else None
        told = cleared.get(kind, 0)
        said = (str(rule.title), str(rule.how), period_basis(rule.period_kind))
        found.append(Period(*said, days, due, ahead, told))
    return found


def runs() -> list[Run]:
    """The newest hundred."""
    rows = RetentionRun.objects.order_by("-at", "kind")[:SHOWN]
    return [
        Run(str(RULES[row.kind].title) if row.kind in RULES else row.kind, row.count, row.before,
            row.at)
        for row in rows
    ]  # fmt: skip
