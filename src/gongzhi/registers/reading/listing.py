"""A register as a list: fifty rows a page, found by key, so that the last page costs as the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import Register
from gongzhi.registers.reach import PEOPLE_ROLES, PLACE_ROLES, area_paths
from gongzhi.registers.rows import rowwords

PAGE: Final = 50


@dataclass(frozen=True)
class Line:
    """One row: its id, what it is called, the words of the listed fields, where, when checked."""

    id: int
    title: str
    cells: list[str]
    area: str
    checked_on: date


@dataclass(frozen=True)
class Listing:
    """A page of rows; `after` is the id to go on from, None on the last page."""

    called: str
    headings: list[str]
    lines: list[Line]
    after: int | None


@dataclass(frozen=True)
class Within:
    """What a list is narrowed to: an area (code), a body (code), a value of the one field."""

    area: str = ""
    body: str = ""
    value: str = ""


ANYWHERE: Final = Within()


def listing(
    actor: Actor, register: Register, *, within: Within = ANYWHERE, after: int = 0
) -> Listing:
    """Standing rows within scope, narrowed by what is asked for, behind the row `after`."""
    rows = scoped(actor, register, within=within)
    rows = rows.order_by("area_path", *dict.fromkeys([register.order, "id"]))
    if after:
        rows = rows.filter(_behind(actor, register, after))
    found = list(rows.values(*rowwords.columns(register))[: PAGE + 1])
    titles = {field.key: rowwords.heading(field) for field in register.fields}
    lines = [_line(register, row) for row in found[:PAGE]]
    return Listing(
        titles.get(register.called[0], str(register.one)),
        [titles[key] for key in register.listed],
        lines,
        lines[-1].id if len(found) > PAGE else None,
    )


def scoped(actor: Actor, register: Register, *, within: Within = ANYWHERE) -> Any:
    """Standing rows that the actor sees, narrowed; an unknown code holds none.

    A register of bodies is read one body at a time: without a body there is no row.
    """
    rows = register.model.objects.visible_to(actor).standing()
    if register.by_body:
        body = orgs.body_by_code(within.body) if within.body else None
        return rows.filter(body_id=body.id) if body else rows.none()
    if register.narrowed_by and within.value:
        rows = rows.filter(**{register.narrowed_by: within.value})
    if not within.area:
        return rows
    found = areas.area_by_code(within.area)
    return rows.in_area(found.path) if found else rows.none()


def _behind(actor: Actor, register: Register, after: int) -> Q:
    """The rest of the list; all of it when the row is not to be seen any more."""
    key = register.order
    seen = register.model.objects.visible_to(actor)
    row = seen.filter(pk=after).values("id", "area_path", key).first()
    if row is None:
        return Q()
    here = Q(area_path=row["area_path"])
    behind = Q(area_path__gt=row["area_path"]) | here & Q(**{f"{key}__gt": row[key]})
    if key != "id":
        behind |= here & Q(id__gt=row["id"], **{key: row[key]})
    # Said twice so that the index is entered at this row.
    return Q(area_path__gte=row["area_path"]) & behind


def _line(register: Register, row: Mapping[str, Any]) -> Line:
    shown = rowwords.words(register, row)
    return Line(
        row["id"],
        rowwords.title(register, row, shown),
        [shown[key] for key in register.listed],
        rowwords.area_words(row["area_id"]),
        row["checked_on"],
    )


def area_choices(actor: Actor, register: Register, chosen: str) -> list[tuple[str, str]]:
    """(code, name) of what a list can be narrowed to: the areas below one's own or the chosen."""
    roles = register.readers or (PEOPLE_ROLES if register.key == "people" else PLACE_ROLES)
    paths = area_paths(actor, roles)
    area = areas.area_by_code(chosen) if chosen else None
    language = get_language() or "zh"
    found: list[areas.AreaRef] = []
    if area is not None and any(covers(path, area.path) for path in paths):
        found = [area, *areas.children(area.id)]
    else:
        for path in paths:
            own = areas.ancestors(path)[-1:]
            below = list(areas.children(own[0].id)) if own else []
            found += below or own
    return [(one.code, one.label(language)) for one in found]
