"""Whether an answer that is to be given is too close to one that the asker can read (ML-18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, Value

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor, covers, subtree
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.asking import conditions, reads_all
from gongzhi.registers.counting.differencing import Cell, close_parts, too_close
from gongzhi.registers.models import Answer, Question

SINCE: Final = timedelta(days=365)
MOST: Final = 500  # the newest answers; more a year of one register reaches nobody
Filters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Closeness:
    """Of the total, and ids of the areas whose count must not be told."""

    total: bool = False
    parts: set[int] = field(default_factory=set)


@dataclass
class _Told:
    """What was told, by the number of its filters: totals by path, and every count by path."""

    filters: dict[Filters, int]
    totals: set[tuple[int, str]] = field(default_factory=set)
    counts: dict[str, set[int]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def note(self, number: int, path: str, area_id: int) -> None:
        self.counts.setdefault(path, set()).add(number)
        self.ids[path] = area_id


def closeness(actor: Actor, question: Question, place: AreaRef, at: datetime) -> Closeness:
    """Two statements: what the actor can read of a year, and the people cut by all its filters.

    The people are those of now, so an answer of last month is compared as if given today.
    """
    told = _told(actor, question, place, at)
    if not told.counts:
        return Closeness()
    mine = 0  # the first number is that of the question itself
    paths = [place.path, *(path for _number, path in told.totals)]
    cells = _cells(actor, question.register, told, min(paths, key=len), at)
    return Closeness(
        total=too_close(cells, (mine, place.path), told.totals - {(mine, place.path)})
        or place.path in close_parts(cells, mine, _only(told, place.path)),
        parts={told.ids[path] for path in close_parts(cells, mine, told.counts)},
    )


def _only(told: _Told, path: str) -> dict[str, set[int]]:
    return {path: told.counts[path]} if path in told.counts else {}


def _told(actor: Actor, question: Question, place: AreaRef, at: datetime) -> _Told:
    """Answers about the same register, of areas inside the place or around it."""
    found = _Told({_key(question.filters): 0})
    rows = Answer.objects.visible_to(actor).filter(
        question__register=question.register, at__gte=at - SINCE
    )
    for row in rows.select_related("question").order_by("-at", "-pk")[:MOST]:
        if not (covers(row.area_path, place.path) or covers(place.path, row.area_path)):
            continue
        key = _key(row.question.filters)
        number = found.filters.setdefault(key, len(found.filters))
        if row.total is not None:
            found.totals.add((number, row.area_path))
            found.note(number, row.area_path, row.area_id)
        for area_id, count in row.lines:
            area = areas.area_by_id(area_id)
            if count is not None and area is not None:
                found.note(number, area.path, area_id)
    return found


def _cells(actor: Actor, register: str, told: _Told, path: str, at: datetime) -> list[Cell]:
    model, year = REGISTERS[register].model, clock.local(at).year
    rows = model.objects.marked() if reads_all(register) else model.objects.visible_to(actor)
    low, high = subtree(path)
    rows = rows.filter(ended_on=None, area_path__gte=low, area_path__lt=high)
    names = {
        f"fits_{number}": _condition(register, key, year) for key, number in told.filters.items()
    }
    grouped = rows.annotate(**names).values("area_path", *names).annotate(people=Count("id"))
    ordered = grouped.order_by().values_list("area_path", "people", *names)
    return [Cell(row[0], tuple(map(bool, row[2:])), row[1]) for row in ordered]


def _condition(register: str, key: Filters, year: int) -> Any:
    if not key:
        return Value(True, output_field=BooleanField())
    return ExpressionWrapper(conditions(register, dict(key), year), BooleanField())


def _key(filters: dict[str, str]) -> Filters:
    return tuple(sorted(filters.items()))
