"""What stands near a place: open reports of the same class, and estates by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.geometry import LonLat, box_around, distance_m, is_place
from gongzhi.kernel.scope import covers
from gongzhi.kernel.textindex import initials, matches, normalise

from ..dispatch.catalogue import active_categories, category_by_code
from ..models import Category, Order
from ..settings import order_settings
from .resident_catalogue import title_for_others
from .resident_words import public_sentence

# Points are told on a grid of about a hundred metres: near enough to say where, too far to say
# whose door.
PUBLIC_DIGITS = 3
_CELL = 10**-PUBLIC_DIGITS  # degrees
_NEAR_MOST = 3
_LISTED_MOST = 3000  # names in a list of a page
_PLACES_MOST = 12


@dataclass(frozen=True)
class Near:
    """An open report close by that may be joined: its class and where it stands; never whose it is."""

    number: str
    title: str
    state: str
    at: datetime


def near_same(*, lon: float, lat: float, category_code: str) -> list[Near]:
    """Open reports of the same class around here, of the profile's hours, nearest first.

    Classes that are not for the public (somebody's health, a dispute at home) are never offered:
    that there is such a report would already tell something.
    """
    category = category_by_code(category_code)
    if category is None or not category.public_default or not is_place(lon, lat):
        return []
    limits = order_settings().duplicate
    west, south, east, north = box_around((lon, lat), limits.metres)
    rows = (
        Order.objects.joinable()
        .filter(
            category_id__in=_same_class(category),
            reported_at__gte=clock.now() - timedelta(hours=limits.hours),
            lon__range=(west - _CELL, east + _CELL),
            lat__range=(south - _CELL, north + _CELL),
        )
        .select_related("category", "merged_into")
        .order_by("-reported_at")[:50]
    )
    far = {row.pk: _metres_to_cell((lon, lat), row) for row in rows}
    found = sorted((row for row in rows if far[row.pk] <= limits.metres), key=lambda r: far[r.pk])
    return [
        Near(row.number, title_for_others(row.category), public_sentence(row), row.reported_at)
        for row in found[:_NEAR_MOST]
    ]


def _metres_to_cell(point: LonLat, order: Order) -> float:
    """Metres from a point to the published cell that holds the order; 0 inside it.

    Measured to the order itself, three answers would give its place to the metre. So the answer
    depends on nothing but the cell, which is published: whatever lies within the metres is found,
    a little more is offered, and asking again from elsewhere tells nothing new.
    """
    middle = (round(order.lon or 0.0, PUBLIC_DIGITS), round(order.lat or 0.0, PUBLIC_DIGITS))
    lon, lat = (
        min(max(at, centre - _CELL / 2), centre + _CELL / 2)
        for at, centre in zip(point, middle, strict=True)
    )
    return distance_m(point, (lon, lat))


def _same_class(category: Category) -> list[int]:
    """Ids of the items under the same class; the item alone when nothing groups it."""
    rows = active_categories()
    above = next((row for row in rows if row.pk == category.parent_id), None)
    if above is None or above.kind != "class":
        return [category.pk]
    return [row.pk for row in rows if row.parent_id == above.pk and row.public_default]


def neutral_order(number: str) -> Order | None:
    """An open report that may be joined; callers show its class and state only.

    Numbers can be guessed: nobody follows, and so comes to read, what is not to be published.
    """
    return (
        Order.objects.joinable()
        .filter(number=number)
        .select_related("category", "merged_into")
        .first()
    )


@dataclass(frozen=True)
class PlaceChoice:
    """An estate or building that can be chosen instead of a point."""

    code: str
    name: str
    above: str
    lon: float | None
    lat: float | None


def _language() -> str:
    return get_language() or "zh"


def area_words(area: AreaRef) -> str:
    """`鸣凤社区 · 和平小区`: the area below its parent; alone where its name says the parent's."""
    parent = areas.area_by_id(area.parent_id) if area.parent_id else None
    own, above = area.label(_language()), parent.label(_language()) if parent else ""
    return f"{above} · {own}" if above and not own.startswith(above) else own


def _place(area: AreaRef) -> PlaceChoice:
    parent = areas.area_by_id(area.parent_id) if area.parent_id else None
    return PlaceChoice(
        code=area.code,
        name=area.label(_language()),
        above=parent.label(_language()) if parent else "",
        lon=area.centre_lon,
        lat=area.centre_lat,
    )


def lies_within(area: AreaRef, paths: Sequence[str]) -> bool:
    """In or above one of the areas of the paths; everything where there are none."""
    return not paths or any(covers(p, area.path) or covers(area.path, p) for p in paths)


def search_places(query: str, *, within: Sequence[str] = ()) -> list[PlaceChoice]:
    """Estates and buildings by name, pinyin initials or English name; best first.

    `within`: paths of areas that they lie in.
    """
    asked = normalise(query).strip()
    if not asked:
        return []
    scored = []
    for area in areas.leaf_areas():
        # Letters of thousands of names are looked for only where letters were typed.
        score = matches(query, area.name, initials(area.name) if asked.isascii() else "")
        if not score and asked in area.name_en.lower():
            score = 1
        if score and lies_within(area, within):
            scored.append((-score, area.code, area))
    scored.sort(key=lambda entry: entry[:2])
    return [_place(area) for _score, _code, area in scored[:_PLACES_MOST]]


@dataclass(frozen=True)
class PlaceGroup:
    name: str
    places: tuple[PlaceChoice, ...]


def place_groups(picked: str = "") -> list[PlaceGroup]:
    """Every estate and building by the area above it, for a list that works without a script.

    A city of very many grids lists what is above them instead, since a page cannot carry them all;
    the one `picked` already (a code) is there all the same.
    """
    groups: dict[str, list[PlaceChoice]] = {}
    for area in _listed(picked):
        place = _place(area)
        groups.setdefault(place.above, []).append(place)
    return [PlaceGroup(name, tuple(places)) for name, places in groups.items()]


def _listed(picked: str) -> Sequence[areas.AreaRef]:
    leaves = areas.leaf_areas()
    if len(leaves) <= _LISTED_MOST:
        return leaves
    above = (areas.area_by_id(pk) for pk in dict.fromkeys(leaf.parent_id for leaf in leaves) if pk)
    found = [area for area in above if area is not None]
    own = areas.area_by_code(picked) if picked else None
    if own is not None and own not in found and not areas.children(own.id):
        found.append(own)
    return found


@dataclass(frozen=True)
class Where:
    """What a point is called, and whether it lies in the city."""

    address: str
    area: str
    inside: bool


def where_is(lon: float, lat: float) -> Where:
    """The grid that holds a point in words; `inside` is False beyond the city."""
    area = areas.locate(lon, lat) if is_place(lon, lat) else None
    if area is None:
        return Where("", "", inside=False)
    return Where(area_words(area), area.code, inside=True)
