"""A register on the map: how many rows in each area of the level in view, points in a grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.registers.catalogue import Register
from gongzhi.registers.models.placed import Pinned
from gongzhi.registers.reach import PEOPLE_ROLES, PLACE_ROLES, area_paths, keeper_ids
from gongzhi.registers.rows import rowwords

MOST_POINTS: Final = 1000
KEPT: Final = frozenset({"units", "facilities", "devices"})  # seen by their keepers anywhere


@dataclass(frozen=True)
class Part:
    """One area of the level in view with its rows; `deeper` when there is a level below."""

    area: AreaRef
    count: int
    deeper: bool


@dataclass(frozen=True)
class MapPage:
    """What the map shows; `area` None: the areas of one's own posts.

    `total` counts every row in view, also those that lie in none of the parts.
    """

    area: AreaRef | None
    above: list[AreaRef]
    parts: list[Part]
    total: int
    pinned: bool

    @property
    def in_grid(self) -> bool:
        """Whether a single area is shown, in which points stand."""
        return len(self.parts) == 1 and not self.parts[0].deeper


def map_page(actor: Actor, register: Register, code: str) -> MapPage:
    """The level below an area (code), or below one's posts. NotFound beyond one's reach.

    Registers with readers of their own have no map: theirs are rolls, not places.
    """
    if register.readers:
        raise NotFound
    own = _own(actor, register)
    area = _chosen(own, code) if code else (own[0] if len(own) == 1 else None)
    shown = list(areas.children(area.id)) or [area] if area else own
    counts, total = _counted(actor, register, area, shown)
    parts = [Part(one, counts[one.id], bool(areas.children(one.id))) for one in shown]
    above = [one for one in areas.ancestors(area.path) if _within(own, one)] if area else []
    return MapPage(area, above, parts, total, issubclass(register.model, Pinned))


def _own(actor: Actor, register: Register) -> list[AreaRef]:
    """The areas of one's posts; the whole place for whoever only keeps things."""
    paths = area_paths(actor, PEOPLE_ROLES if register.key == "people" else PLACE_ROLES)
    found = [areas.ancestors(path)[-1] for path in paths]
    root = areas.root_area()
    everywhere = not found or (register.key in KEPT and keeper_ids(actor))
    return [root] if everywhere and root is not None else found


def _chosen(own: Sequence[AreaRef], code: str) -> AreaRef:
    area = areas.area_by_code(code)
    if area is None or not _within(own, area):
        raise NotFound
    return area


def _within(own: Sequence[AreaRef], area: AreaRef) -> bool:
    return any(covers(one.path, area.path) for one in own)


def _counted(
    actor: Actor, register: Register, area: AreaRef | None, shown: Sequence[AreaRef]
) -> tuple[Counter[int], int]:
    """Rows by id of the shown area, and all of them, from one query over the areas that hold them."""
    rows = register.model.objects.visible_to(actor).standing()
    if area is not None:
        rows = rows.in_area(area.path)
    ids = {one.id for one in shown}
    found: Counter[int] = Counter()
    total = 0
    for path, count in rows.order_by().values_list("area_path").annotate(count=Count("pk")):
        total += count
        inside = next((int(part) for part in path.split(".") if part and int(part) in ids), None)
        if inside is not None:
            found[inside] += count
    return found, total


def map_shapes(register: Register, page: MapPage) -> dict[str, Any]:
    """The level in view as GeoJSON: the colour is the number of rows."""
    language = get_language() or "zh"
    base = reverse("registers:map", args=[register.key])
    return collection(
        (
            part.area,
            {
                "name": part.area.label(language),
                "label": number_format(part.count),
                "value": part.count,
                **({} if page.in_grid else {"href": f"{base}?area={part.area.code}"}),
            },
        )
        for part in page.parts
    )


def map_points(actor: Actor, register: Register, page: MapPage) -> list[dict[str, Any]]:
    """Points of a grid, at most MOST_POINTS; none above it and for rows without a point."""
    if not (page.pinned and page.in_grid):
        return []
    rows = register.model.objects.visible_to(actor).standing().in_area(page.parts[0].area.path)
    # What a list is called by; the points themselves beside it.
    columns = {*rowwords.columns(register), "lon", "lat"}
    placed = rows.exclude(lon=None).order_by("pk").values(*columns)[:MOST_POINTS]
    return [
        {
            "lon": row["lon"], "lat": row["lat"], "tone": "info",
            "title": rowwords.title(register, row, rowwords.words(register, row)),
            "href": reverse("registers:row", args=[register.key, row["id"]]),
        }
        for row in placed
    ]  # fmt: skip
