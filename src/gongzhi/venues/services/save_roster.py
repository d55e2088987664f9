"""Set the shifts of a station: they fill its opening hours and name the post on duty (ML-29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..models import Shift
from ..rules import Span, roster_problem
from ..words import clean
from .save_station import kept_station, note

SHIFTS_MOST = 4


@dataclass(frozen=True)
class ShiftDraft:
    """One shift as filled in."""

    name: str
    starts: time
    ends: time
    post: str


def save_roster(
    *, actor: Actor, station_id: int, shifts: Sequence[ShiftDraft], at: datetime | None = None
) -> None:
    """All of it anew. Invalid by field when shifts leave a gap or overlap, Denied, NotFound."""
    at = at or clock.now()
    if not 1 <= len(shifts) <= SHIFTS_MOST:
        raise Invalid(_("请排1到4个班。"), "shifts")
    shifts = sorted(shifts, key=lambda one: one.starts)
    with transaction.atomic():
        row = kept_station(actor, station_id)
        spans = [Span(one.starts, one.ends) for one in shifts]
        problem = roster_problem(Span(row.opens, row.closes), spans)
        if problem:
            raise Invalid(problem, "shifts")
        rows = [
            Shift(
                station=row, name=clean(one.name, "name", 20), starts=one.starts, ends=one.ends,
                post=clean(one.post, "post", 40),
            )
            for one in shifts
        ]  # fmt: skip
        before = [f"{one.name} {one.post}" for one in row.shifts.all()]
        row.shifts.all().delete()
        Shift.objects.bulk_create(rows)
        after = [f"{one.name} {one.post}" for one in rows]
        note(row, actor, "roster", at, changes={"shifts": [before, after]})
