"""Homes to visit: buildings of one's own grids, the homes of one, a search by address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Max, Q

from gongzhi.fieldwork.models import Visit
from gongzhi.fieldwork.reach import visit_paths
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.textindex import tsquery
from gongzhi.registers.models import Building, Home
from gongzhi.registers.querysets import within
from gongzhi.registers.rows.rowwords import area_words

BUILDINGS_MOST: Final = 200
FOUND_MOST: Final = 30
HOMES_MOST: Final = 400
LONGEST: Final = 60


@dataclass(frozen=True)
class BuildingLine:
    """One building of the own grids."""

    id: int
    name: str
    address: str
    area: str


@dataclass(frozen=True)
class HomeLine:
    """One home with the day of the last visit, if any."""

    id: int
    number: str
    address: str
    visited: date | None


@dataclass(frozen=True)
class BuildingPage:
    """One building with its homes."""

    id: int
    name: str
    address: str
    homes: list[HomeLine]


def own(actor: Actor, model: Any) -> Any:
    """Standing rows of a place register within the actor's own grids."""
    rows = model.objects.visible_to(actor).standing()
    return rows.filter(within("area_path", visit_paths(actor)))


def buildings(actor: Actor) -> list[BuildingLine]:
    """Buildings of the own grids, by grid and code."""
    rows = own(actor, Building).order_by("area_path", "code")
    found = rows.values_list("id", "name", "address", "area_id")[:BUILDINGS_MOST]
    return [
        BuildingLine(row_id, name, address, area_words(area_id))
        for row_id, name, address, area_id in found
    ]


def building_page(actor: Actor, building_id: int) -> BuildingPage:
    """NotFound outside the own grids."""
    row = own(actor, Building).filter(pk=building_id).values_list("id", "name", "address").first()
    if row is None:
        raise NotFound
    homes = own(actor, Home).filter(building_id=building_id).order_by("number", "id")
    row_id, name, address = row
    return BuildingPage(row_id, name, address, _lines(actor, homes[:HOMES_MOST]))


def find_homes(actor: Actor, text: str) -> list[HomeLine]:
    """Homes of the own grids whose building, address or number has the words."""
    asked = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    query = tsquery(asked)
    if not query:
        return []
    found = Q(search=SearchQuery(query, config="simple", search_type="raw"))
    return _lines(actor, own(actor, Home).filter(found).order_by("address", "id")[:FOUND_MOST])


def _lines(actor: Actor, rows: Any) -> list[HomeLine]:
    homes = list(rows.values_list("id", "number", "address"))
    visits = Visit.objects.visible_to(actor).filter(home_id__in=[row[0] for row in homes], met=True)
    last = dict(visits.values_list("home_id").annotate(last=Max("at")).order_by())
    return [
        HomeLine(
            row_id, number, address, clock.local(last[row_id]).date() if row_id in last else None
        )
        for row_id, number, address in homes
    ]
