"""The areas that an import meets: those of its day, and what is already arranged after it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from gongzhi.areas.models import AreaVersion, BoundaryChange, BoundaryLink, ChangeTarget

Shapes = dict[str, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Known:
    """The version of an area on the day; `until` is set when it ends later."""

    area_id: int
    version_id: int
    code: str
    name: str
    name_en: str
    level: int
    kind: str
    parent_code: str
    path: str
    start: date
    until: date | None


@dataclass
class Base:
    """Areas of `day` by code.

    `later` holds from when something else is arranged for a code: it begins then, or a planned
    change of boundaries, which was worked out on today's areas, has its hands on it.

    `load` reads shapes (WGS 84) of codes; they are kept, since checks ask again.
    """

    day: date
    known: dict[str, Known]
    later: dict[str, date]
    levels: dict[int, str]
    load: Callable[[list[str]], Shapes]
    children: dict[str, list[str]] = field(default_factory=dict)
    _kept: Shapes = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for one in self.known.values():
            self.children.setdefault(one.parent_code, []).append(one.code)

    def shapes(self, codes: Iterable[str]) -> Shapes:
        """Shapes of those codes that have one."""
        wanted = list(dict.fromkeys(codes))
        missing = [code for code in wanted if code not in self._asked and code in self.known]
        if missing:
            self._kept |= self.load(missing)
            self._asked.update(missing)
        return {code: self._kept[code] for code in wanted if code in self._kept}

    def kinds_at(self, level: int) -> list[str]:
        """Kinds that areas of a level have, the profile's own first."""
        found = [self.levels[level]] if level in self.levels else []
        there = sorted({one.kind for one in self.known.values() if one.level == level})
        return found + [kind for kind in there if kind not in found]


def read_base(*, day: date, levels: dict[int, str]) -> Base:
    """Read what stands in the database for a day; shapes only when they are asked for."""
    fields = ("area_id", "id", "code", "name", "name_en", "level", "area__kind", "parent_id",
              "path", "valid")  # fmt: skip
    there = list(AreaVersion.objects.filter(valid__contains=day).values_list(*fields))
    code_of = {row[0]: row[2] for row in there}
    known = {
        row[2]: Known(
            area_id=row[0], version_id=row[1], code=row[2], name=row[3], name_en=row[4],
            level=row[5], kind=row[6], parent_code=code_of.get(row[7], ""), path=row[8],
            start=row[9].lower, until=row[9].upper,
        )
        for row in there
    }  # fmt: skip
    coming = AreaVersion.objects.filter(valid__startswith__gt=day).values_list("code", "valid")
    later = _planned(code_of) | {code: valid.lower for code, valid in coming}

    def load(codes: list[str]) -> Shapes:
        ids = [known[code].version_id for code in codes]
        rows = AreaVersion.objects.filter(pk__in=ids, shape__isnull=False)
        found = list(rows.values_list("code", "shape"))
        shapes = shapely.from_geojson([json.dumps(shape) for _code, shape in found])
        return {code: shape for (code, _shape), shape in zip(found, shapes, strict=True)}

    return Base(day=day, known=known, later=later, levels=levels, load=load)


def _planned(code_of: dict[int, str]) -> dict[str, date]:
    """Codes that planned changes of boundaries name, with the first day on which they do."""
    waiting = {"change__status": BoundaryChange.Status.PLANNED}
    found: dict[str, date] = {}
    links = BoundaryLink.objects.filter(**waiting).order_by("-change__effective_on")
    for area_id, day in links.values_list("from_area_id", "change__effective_on"):
        if area_id in code_of:
            found[code_of[area_id]] = day
    targets = ChangeTarget.objects.filter(**waiting).order_by("-change__effective_on")
    for area_id, code, day in targets.values_list("area_id", "code", "change__effective_on"):
        found[code_of.get(area_id, code)] = found[code] = day
    return found
