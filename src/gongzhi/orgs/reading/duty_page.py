"""What the page of responsibilities shows of one area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import Responsibility

from .duty import (
    Answer,
    Part,
    answered_for,
    answers,
    must_be_answered_for,
    parts_below,
    wanted_areas,
)


@dataclass(frozen=True)
class DutyPage:
    """Counts for every kind below the area, its parts, who answers for it, and its orphans."""

    area: AreaRef
    kind: str
    above: list[AreaRef]
    parts: list[Part]
    totals: dict[str, tuple[int, int]]
    here: list[Answer]
    orphans: list[AreaRef]
    due_here: list[str]  # relations that are wanted for this very area


def duty_page(actor: Actor, area: AreaRef, kind: str, day: date) -> DutyPage:
    """Counted now. Which bodies answer is a fact for all staff; persons only inside the scope."""
    totals: dict[str, tuple[int, int]] = {}
    orphans: list[AreaRef] = []
    for one in Responsibility.Kind.values:
        wanted = wanted_areas(one, area.path)
        having = answered_for(one, day)
        missing = [place for place in wanted if place.id not in having]
        totals[one] = (len(wanted), len(missing))
        if one == kind:
            orphans = missing
    ids = [one.id for one in areas.ancestors(area.path)]
    rows = Responsibility.objects.filter(area_id__in=ids).on(day).order_by("area_id", "kind", "pk")
    people = dict(rows.visible_to(actor).values_list("pk", "person_name"))
    return DutyPage(
        area=area,
        kind=kind,
        above=areas.ancestors(area.path),
        parts=parts_below(area, kind, day),
        totals=totals,
        here=answers(rows, people),
        orphans=orphans,
        due_here=[one for one in Responsibility.Kind.values if must_be_answered_for(one, area)],
    )
