"""Clear what is past its time (PIPL art. 19: the shortest time that the purpose needs)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.registers.models import RetentionRun
from gongzhi.registers.privacy.retention import RULES, Rule
from gongzhi.registers.settings import period

BATCH: Final = 500


def clear_expired(*, at: datetime | None = None) -> dict[str, int]:
    """Kind → how many rows were cleared; kinds without a period in force are left alone.

    Each batch is a transaction with its own line in the log of runs, so a run that is killed has
    said what it did, and the next goes on.
    """
    at = at or clock.now()
    found = {}
    for kind, rule in RULES.items():
        kept = period(rule.period_kind)
        if kept is not None:
            found[kind] = _clear(rule, at - kept, at)
    return found


def _clear(rule: Rule, before: datetime, at: datetime) -> int:
    done = 0
    while True:
        with transaction.atomic():
            ids = list(rule.due(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
            cleared = rule.clear(ids, at) if ids else 0
            if cleared:
                _note(rule.kind, cleared, before, at)
        done += cleared
        if not cleared or len(ids) < BATCH:
            return done


def _note(kind: str, count: int, before: datetime, at: datetime) -> None:
    """One line a run: a later batch adds to it."""
    row = RetentionRun.objects.select_for_update().filter(kind=kind, at=at).first()
    if row is None:
        RetentionRun.objects.create(kind=kind, count=count, before=before, at=at)
    else:
        row.count += count
        row.save(update_fields=["count"])
