"""Rounds that are due, and what one of them looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, Q
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.fieldwork.config import RoundKind, field_settings
from gongzhi.fieldwork.models import HazardFinding, HazardRound
from gongzhi.fieldwork.reach import visit_paths
from gongzhi.fieldwork.rules import due_on
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor, covers
from gongzhi.registers.models import Building, Facility, UnitRecord

# Where a round's spots stand, and the column that `named` looks at.
_MODELS: Final[dict[str, tuple[Any, str]]] = {
    "buildings": (Building, "name"), "facilities": (Facility, "name"),
    "units": (UnitRecord, "body__name"),
}  # fmt: skip
SPOTS_MOST: Final = 300
GRIDS_MOST: Final = 60


@dataclass(frozen=True)
class RoundLine:
    """One round over one grid. `last` is when it was done before, `due` when it is to be done."""

    key: str
    name: str
    area_code: str
    area: str
    last: date | None
    due: date
    is_due: bool


@dataclass(frozen=True)
class Spot:
    """A building, facility or unit to choose when something is wrong there."""

    id: int
    name: str
    place: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class RoundPage:
    """What to look at on one round, where, and what it has found so far."""

    line: RoundLine
    look: list[tuple[int, str]]
    spots: list[Spot]
    every_days: int
    found: list[str]


def own_grids(actor: Actor) -> list[AreaRef]:
    """The leaf areas of the actor's posts, by code."""
    paths = visit_paths(actor)
    found = [one for one in areas.leaf_areas() if any(covers(path, one.path) for path in paths)]
    return sorted(found, key=lambda one: one.code)[:GRIDS_MOST]


def rounds(actor: Actor) -> list[RoundLine]:
    """Every round of the own grids that has something to look at, by grid, the longest due first.

    Where the register has no hydrant, there is no round over hydrants. One query a kind.
    """
    grids = own_grids(actor)
    done = HazardRound.objects.filter(area_id__in=[one.id for one in grids])
    last = {
        (area_id, kind): clock.local(at).date()
        for area_id, kind, at in done.values_list("area_id", "kind").annotate(at=Max("done_at"))
    }
    lines = [
        _line(kind, grid, last.get((grid.id, kind.key)))
        for kind in field_settings().rounds
        for grid in _with_spots(actor, kind, grids)
    ]
    return sorted(lines, key=lambda line: (line.area_code, line.due, line.key))


def _with_spots(actor: Actor, kind: RoundKind, grids: list[AreaRef]) -> list[AreaRef]:
    if kind.over == "grid":
        return grids
    model, name = _MODELS[kind.over]
    rows = model.objects.visible_to(actor).standing().filter(area_id__in=[g.id for g in grids])
    if kind.named:
        named = Q()
        for word in kind.named:
            named |= Q(**{f"{name}__contains": word})
        rows = rows.filter(named)
    there = set(rows.order_by().values_list("area_id", flat=True).distinct())
    return [grid for grid in grids if grid.id in there]


def _line(kind: RoundKind, grid: AreaRef, last: date | None) -> RoundLine:
    today = clock.today()
    due = due_on(last, kind.every_days, today)
    name = grid.label(get_language() or "zh")
    return RoundLine(kind.key, kind.name.said(), grid.code, name, last, due, due <= today)


def round_page(actor: Actor, kind: RoundKind, grid: AreaRef) -> RoundPage:
    """The page of a round within reach."""
    done = HazardRound.objects.filter(area_id=grid.id, kind=kind.key).order_by("-done_at").first()
    found = HazardFinding.objects.filter(area_id=grid.id, kind=kind.key, round=None)
    return RoundPage(
        line=_line(kind, grid, clock.local(done.done_at).date() if done else None),
        look=[(number, look.said()) for number, look in enumerate(kind.look)],
        spots=spots(actor, kind, grid),
        every_days=kind.every_days,
        found=list(found.order_by("found_at").values_list("number", flat=True)),
    )


def spots(actor: Actor, kind: RoundKind, grid: AreaRef) -> list[Spot]:
    """Rows of the register that the round looks at, in the grid; none when it is the grid itself."""
    reading = {"buildings": _buildings, "facilities": _facilities, "units": _units}.get(kind.over)
    found = reading(actor, grid) if reading else []
    if kind.named:
        found = [one for one in found if any(word in one.name for word in kind.named)]
    return found[:SPOTS_MOST]


def _standing(actor: Actor, model: Any, grid: AreaRef, *columns: str) -> Any:
    rows = model.objects.visible_to(actor).standing().in_area(grid.path)
    return rows.values_list("id", "lon", "lat", *columns)


def _buildings(actor: Actor, grid: AreaRef) -> list[Spot]:
    rows = _standing(actor, Building, grid, "name", "address").order_by("code")
    return [Spot(one, name, address, lon, lat) for one, lon, lat, name, address in rows]


def _facilities(actor: Actor, grid: AreaRef) -> list[Spot]:
    rows = _standing(actor, Facility, grid, "name", "code", "place").order_by("code")
    return [
        Spot(one, f"{name} {code}", f"{place} {name} {code}".strip(), lon, lat)
        for one, lon, lat, name, code, place in rows
    ]


def _units(actor: Actor, grid: AreaRef) -> list[Spot]:
    rows = _standing(actor, UnitRecord, grid, "body__name", "address").order_by("body__name")
    return [
        Spot(one, name, f"{address} {name}".strip(), lon, lat)
        for one, lon, lat, name, address in rows
    ]
