"""Set the shifts of a station: they fill its opening hours and name the post on duty (ML-29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks import servicehours

from ..models import Shift, Station
from ..rules import Span, roster_problem
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
    *,
    actor: Actor,
    station_id: int,
    shifts: Sequence[ShiftDraft],
    sets_hours: bool = False,
    at: datetime | None = None,
) -> None:
    """All of it anew. `sets_hours`: the body's limits in hours run in these from now on, instead
    of another station's. Invalid by field when shifts leave a gap or overlap, Denied, NotFound.
    """
    at = at or clock.now()
    if not 1 <= len(shifts) <= SHIFTS_MOST:
        raise Invalid(_("请排1到4个班。"), "shifts")
    shifts = sorted(shifts, key=lambda one: one.starts)
    with transaction.atomic():
        body = Station.objects.filter(pk=station_id).values("body_id")
        there = Station.objects.filter(body_id__in=body, ended_on=None)
        # All in their order: of two who set the hours at once, the second one waits.
        list(there.select_for_update(of=("self",)).order_by("pk"))
        row = kept_station(actor, station_id)
        spans = [Span(one.starts, one.ends) for one in shifts]
        problem = roster_problem(Span(row.opens, row.closes), spans)
        if problem:
            raise Invalid(problem, "shifts")
        rows = [
            Shift(
                station=row, name=one_line(one.name, "name", 20), starts=one.starts, ends=one.ends,
                post=one_line(one.post, "post", 40),
            )
            for one in shifts
        ]  # fmt: skip
        before = [f"{one.name} {one.post}" for one in row.shifts.all()]
        row.shifts.all().delete()
        Shift.objects.bulk_create(rows)
        after = [f"{one.name} {one.post}" for one in rows]
        changes: dict[str, Any] = {"shifts": [before, after]}
        if row.sets_hours != sets_hours:
            changes["sets_hours"] = [row.sets_hours, sets_hours]
            if sets_hours:
                there.exclude(pk=row.pk).update(sets_hours=False)
            row.sets_hours = sets_hours
            row.save(update_fields=["sets_hours"])
        note(row, actor, "roster", at, changes=changes)
    servicehours.forget()
