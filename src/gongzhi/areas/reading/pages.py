"""Reads for the desk's pages of areas. A city may have 20,000: never all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from gongzhi.areas import selectors
from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.redraw import Node
from gongzhi.areas.boundaries.stored import stored_plan
from gongzhi.areas.kinds import kind_name, level_name
from gongzhi.areas.models import AreaVersion, BoundaryChange, BoundaryLink
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.geometry import geojson_of
from gongzhi.kernel.textindex import initials, matches
from gongzhi.web.words import joined

PAGE = 100
FOUND_MOST = 50
SIBLINGS_MOST = 400
_initials: dict[str, str] = {}


def language() -> str:
    return get_language() or "zh"


@dataclass(frozen=True)
class Row:
    """One line of the tree table."""

    area: AreaRef
    name: str
    kind: str
    level: str
    below: int
    above: str = ""


def row_of(area: AreaRef, *, with_above: bool = False) -> Row:
    above = selectors.ancestors(area.path)[:-1] if with_above else []
    return Row(
        area=area,
        name=area.label(language()),
        kind=kind_name(area.kind),
        level=level_name(area.level),
        below=len(selectors.children(area.id)),
        above=" › ".join(one.label(language()) for one in above[1:]),
    )


def below(area: AreaRef | None, page: int) -> Page[Any]:
    """The areas directly below one, a page at a time."""
    children = selectors.children(area.id if area else None)
    found: Page[Any] = Paginator(children, PAGE).get_page(page)
    found.object_list = [row_of(one) for one in found.object_list]
    return found


def search(text: str) -> list[Row]:
    """By name, code or the initials of the name; best first, at most `FOUND_MOST`."""
    asked = text.strip()
    if not asked:
        return []
    scored = []
    for area in selectors.current_areas():
        score = 7 if area.code == asked else 4 if area.code.startswith(asked) else 0
        score = score or matches(asked, area.name, _letters(area.name, asked))
        if not score and asked.lower() in area.name_en.lower():
            score = 2
        if score:
            scored.append((-score, area.level, area.code, area))
    scored.sort(key=lambda one: one[:3])
    return [row_of(area, with_above=True) for *_key, area in scored[:FOUND_MOST]]


def _letters(name: str, asked: str) -> str:
    """Initials only when letters are typed; kept, since a city's names hardly change."""
    if not asked.isascii() or asked.isdigit():
        return ""
    found = _initials.get(name)
    if found is None:
        if len(_initials) > 100_000:
            _initials.clear()
        found = _initials[name] = initials(name)
    return found


@dataclass(frozen=True)
class Version:
    """What an area was, from a day to the day before another (None: still)."""

    row: AreaVersion
    since: date
    until: date | None
    name: str
    above: str
    change: BoundaryChange | None


@dataclass(frozen=True)
class AreaPage:
    """One area, today's or a past one."""

    id: int
    current: AreaRef | None
    name: str
    code: str
    kind: str
    level: str
    path: tuple[AreaRef, ...]
    versions: list[Version]
    changes: list[BoundaryChange]
    successors: list[tuple[int, str]]
    predecessors: list[tuple[int, str]]
    rows: Page[Any] | None


def area_page(area_id: int, page: int) -> AreaPage:
    """Raises NotFound."""
    rows = list(
        AreaVersion.objects.filter(area_id=area_id)
        .select_related("area")
        .prefetch_related("changes__change")
        .defer("shape")
        .order_by("-valid")
    )
    if not rows:
        raise NotFound
    current = selectors.area_by_id(area_id)
    last = next((row for row in rows if current and row.code == current.code), rows[0])
    return AreaPage(
        id=area_id,
        current=current,
        name=name_of(last),
        code=last.code,
        kind=kind_name(last.area.kind),
        level=level_name(last.level),
        path=tuple(selectors.ancestors(last.path)),
        versions=[_version(row) for row in rows],
        changes=changes_of(area_id),
        successors=_linked(area_id, out=True),
        predecessors=_linked(area_id, out=False),
        rows=below(current, page) if current else None,
    )


def name_of(row: Any) -> str:
    """The name of a version, target or node in the language in force."""
    english = language().startswith("en") and row.name_en
    return str(row.name_en if english else row.name)


def _version(row: AreaVersion) -> Version:
    opened = next((one.change for one in row.changes.all() if one.opened), None)
    above = _name_on(row.parent_id, row.valid.lower) if row.parent_id else ""
    return Version(row, row.valid.lower, row.valid.upper, name_of(row), above, opened)


def changes_of(area_id: int) -> list[BoundaryChange]:
    """Changes that name an area, newest first; also those that moved it with others."""
    named = BoundaryChange.objects.filter(links__from_area_id=area_id)
    named |= BoundaryChange.objects.filter(links__to_area_id=area_id)
    named |= BoundaryChange.objects.filter(versions__version__area_id=area_id)
    return list(named.distinct().order_by("-effective_on", "-id"))


def _linked(area_id: int, *, out: bool) -> list[tuple[int, str]]:
    applied = BoundaryLink.objects.filter(change__status=BoundaryChange.Status.APPLIED)
    found = applied.filter(from_area_id=area_id) if out else applied.filter(to_area_id=area_id)
    column = "to_area_id" if out else "from_area_id"
    ids = [i for i in found.order_by("id").values_list(column, flat=True) if i != area_id]
    return [(i, last_name(i)) for i in dict.fromkeys(ids)]


def last_name(area_id: int) -> str:
    """The name of an area today, or the last that it had."""
    area = selectors.area_by_id(area_id)
    if area is not None:
        return area.label(language())
    row = AreaVersion.objects.filter(area_id=area_id).defer("shape").order_by("-valid").first()
    return name_of(row) if row else str(area_id)


def outlines(area_id: int) -> dict[str, Any]:
    """GeoJSON of an area among its neighbours; of a past one its last shape and who is there."""
    area = selectors.area_by_id(area_id)
    if area is None:
        row = AreaVersion.objects.filter(area_id=area_id).order_by("-valid").first()
        if row is None:
            raise NotFound
        features = [feature(row.shape, name_of(row), value=1)] if row.shape else []
        return {"type": "FeatureCollection", "features": features}
    inside = selectors.children(area.id)
    if inside and len(inside) <= SIBLINGS_MOST:
        return _collection((one, None) for one in inside)
    around = selectors.children(area.parent_id)[:SIBLINGS_MOST]
    return _collection((one, int(one.id == area.id)) for one in {*around, area})


def _collection(rows: Iterable[tuple[AreaRef, int | None]]) -> dict[str, Any]:
    features = [
        feature(area.shape, area.label(language()), value=value, href=f"/desk/areas/{area.id}/")
        for area, value in rows
        if area.shape is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def feature(shape: Any, name: str, *, value: int | None = None, href: str = "") -> dict[str, Any]:
    """One area for the map; `shape` is a GeoJSON geometry or a shapely one."""
    geometry = shape if isinstance(shape, dict) else geojson_of(shape)
    properties = {"name": name, "text": name, "value": value} | ({"href": href} if href else {})
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def drawn(nodes: Iterable[Node]) -> dict[str, Any]:
    """Areas of a preview as inline GeoJSON."""
    shown = [feature(n.shape, n.label(language())) for n in nodes if n.shape is not None]
    return {"type": "FeatureCollection", "features": shown}


@dataclass(frozen=True)
class ChangeRow:
    """One change in a list."""

    change: BoundaryChange
    before: str
    after: str


def change_rows(changes: Sequence[BoundaryChange]) -> list[ChangeRow]:
    return [_change_row(change) for change in changes]


def _change_row(change: BoundaryChange) -> ChangeRow:
    links = list(change.links.order_by("id"))
    targets = list(change.targets.order_by("id"))
    day = change.effective_on - timedelta(days=1)
    before = [_name_on(i, day) for i in dict.fromkeys(link.from_area_id for link in links)]
    return ChangeRow(change, joined(before), joined([name_of(t) for t in targets]))


def _name_on(area_id: int, day: date) -> str:
    rows = AreaVersion.objects.filter(area_id=area_id, valid__contains=day).defer("shape")
    row = rows.first()
    return name_of(row) if row else last_name(area_id)


def change_list(status: str, page: int) -> Page[Any]:
    """Planned ones (the next first) or past ones (the newest first)."""
    rows = BoundaryChange.objects.filter(status=status)
    order = ("effective_on", "id") if status == "planned" else ("-effective_on", "-id")
    found: Page[Any] = Paginator(rows.order_by(*order), 30).get_page(page)
    found.object_list = change_rows(list(found.object_list))
    return found


@dataclass(frozen=True)
class LinkRow:
    """What became of what."""

    from_id: int
    from_name: str
    to_id: int
    to_name: str
    residual: bool
    residual_back: bool


@dataclass(frozen=True)
class ChangePage:
    """One change with the areas on both sides of it."""

    change: BoundaryChange
    links: list[LinkRow]
    before: dict[str, Any]
    after: dict[str, Any]
    several_out: bool
    several_in: bool


def change_page(change_id: int) -> ChangePage:
    """Raises NotFound."""
    change = BoundaryChange.objects.filter(pk=change_id).first()
    if change is None:
        raise NotFound
    plan = stored_plan(change)
    day = min(change.effective_on - timedelta(days=1), clock.today())
    from_ids = list(dict.fromkeys(link.from_id for link in plan.links))
    names = {target.id: name_of(target) for target in plan.targets}
    links = [
        LinkRow(
            link.from_id, _name_on(link.from_id, day), link.to_id, names.get(link.to_id, ""),
            link.residual, link.residual_back,
        )
        for link in plan.links
    ]  # fmt: skip
    shapes = history.shapes_on(day, from_ids)
    before = [feature(shapes[i], _name_on(i, day)) for i in from_ids if i in shapes]
    if change.status == BoundaryChange.Status.APPLIED:
        later = history.shapes_on(change.effective_on, list(names))
    else:
        later = {target.id: target.shape for target in plan.targets if target.shape is not None}
    after = [feature(later[i], name) for i, name in names.items() if i in later]
    outs, ins = [row.from_id for row in links], [row.to_id for row in links]
    return ChangePage(
        change,
        links,
        {"type": "FeatureCollection", "features": before},
        {"type": "FeatureCollection", "features": after},
        len(outs) > len(set(outs)),
        len(ins) > len(set(ins)),
    )
