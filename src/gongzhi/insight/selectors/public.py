"""What anybody may see: published reports without a person in them, and figures by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.geometry.simplify import simplified
from gongzhi.areas.reading.geojson import light_collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import PUBLIC
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orders.dispatch.catalogue import active_categories
from gongzhi.orders.models import Attachment, Category, Order
from gongzhi.orders.privacy.redaction import redact
from gongzhi.orders.selectors.resident import Photo, steps_for_others
from gongzhi.orders.selectors.resident_catalogue import title_for_others
from gongzhi.orders.selectors.resident_home import PublicRow, public_row
from gongzhi.orders.selectors.resident_nearby import PUBLIC_DIGITS

from ..figures import selectors as figures
from ..figures.tally import Tally
from ..figures.window import Span, last_days

DAYS = (7, 30, 90)
STATES = ("open", "closed")
# Fewer closed orders than this give no rate: one case more or less would turn it over.
SAMPLE_LEAST = 20
_POINTS_MOST = 500
_PAGE = 20


@dataclass(frozen=True)
class Filters:
    """What the page was asked for; anything unknown falls back to everything."""

    area: AreaRef
    group: Category | None
    state: str
    days: int

    def query(self, **changes: str) -> str:
        """The address of the same page with changes, `?` included."""
        values = {
            "area": self.area.code if self.area.parent_id else "",
            "group": self.group.code if self.group else "",
            "state": self.state,
            "days": str(self.days) if self.days != DAYS[1] else "",
            **changes,
        }
        return "?" + urlencode({key: value for key, value in values.items() if value})


def read_filters(asked: Any) -> Filters | None:
    """From a query string (a mapping with `get`). None before any profile was applied."""
    root = areas.root_area()
    if root is None:
        return None
    area = areas.area_by_code(asked.get("area", "")) or root
    code = asked.get("group", "")
    group = next((g for g in groups() if g.code == code), None)
    state = asked.get("state", "")
    days = asked.get("days", "")
    return Filters(
        area=area,
        group=group,
        state=state if state in STATES else "",
        days=int(days) if days in map(str, DAYS) else DAYS[1],
    )


def groups() -> list[Category]:
    """The first level of classes."""
    return [row for row in active_categories() if row.kind == "group"]


def published(filters: Filters) -> QuerySet[Order]:
    """Published reports within the filters, newest first."""
    since = clock.now() - timedelta(days=filters.days)
    rows = Order.objects.published().filter(reported_at__gte=since)
    if filters.area.parent_id is not None:
        rows = rows.in_area(filters.area.path)
    if filters.group is not None:
        rows = rows.filter(category_id__in=_below(filters.group))
    if filters.state == "closed":
        rows = rows.filter(phase="closed")
    elif filters.state == "open":
        rows = rows.exclude(phase="closed")
    return rows.select_related("category", "merged_into").order_by("-reported_at")


def _below(group: Category) -> list[int]:
    """Ids of a class and everything under it."""
    found = [group.pk]
    for row in active_categories():  # in catalogue order: a parent stands before its children
        if row.parent_id in found:
            found.append(row.pk)
    return found


@dataclass(frozen=True)
class Listed:
    """One page of the list. Counting a million rows for a page number is not worth its time."""

    rows: list[PublicRow]
    number: int
    has_next: bool


def listed(filters: Filters, page: int) -> Listed:
    page = max(1, page)
    start = (page - 1) * _PAGE
    found = list(published(filters)[start : start + _PAGE + 1])
    return Listed([public_row(order) for order in found[:_PAGE]], page, len(found) > _PAGE)


def points(filters: Filters) -> list[dict[str, Any]]:
    """The newest published reports as points, moved to a grid of about 100 m."""
    rows = published(filters).exclude(lon=None)[:_POINTS_MOST]
    return [
        {
            "lon": round(order.lon or 0.0, PUBLIC_DIGITS),
            "lat": round(order.lat or 0.0, PUBLIC_DIGITS),
            "tone": "ok" if order.phase == "closed" else "info",
            "title": f"{title_for_others(order.category)} · {public_row(order).state}",
            "href": reverse("public:order", args=[order.number]),
            "id": order.number,
        }
        for order in rows
    ]


@dataclass(frozen=True)
class AreaFigures:
    """One line of the table: an area and what was counted in it."""

    area: AreaRef
    name: str
    tally: Tally
    enough: bool


def _figures_of(area: AreaRef, tally: Tally) -> AreaFigures:
    name = area.label(get_language() or "zh")
    return AreaFigures(area, name, tally, tally.closed >= SAMPLE_LEAST)


Counted = tuple[Tally, dict[int, Tally]]  # of an area, and of the areas below by id

# Anybody may ask, as often as they like, and today is counted order by order.
_counted: TtlCache[tuple[str, Span], Counted] = TtlCache(seconds=5, size=512)


def forget() -> None:
    """Count anew at the next call."""
    _counted.forget()


def _count(filters: Filters) -> Counted:
    """At most five seconds old."""
    path, span = filters.area.path, last_days(filters.days)

    def read() -> Counted:
        whole = figures.tally(actor=PUBLIC, area_path=path, span=span)
        return whole, dict(figures.by_child(actor=PUBLIC, area_path=path, span=span))

    return _counted.get((path, span), read)


def total_of(filters: Filters) -> AreaFigures:
    """All that was counted in the area chosen."""
    return _figures_of(filters.area, _count(filters)[0])


def by_area(filters: Filters) -> list[AreaFigures]:
    """The areas directly below the one chosen, by code: a table, not a ranking."""
    tallies = _count(filters)[1]
    below = areas.children(filters.area.id)
    return [_figures_of(area, tallies.get(area.id, Tally())) for area in below]


def classes_for(rows: Sequence[AreaFigures]) -> list[dict[str, Any]]:
    """Shades for the map. Many reports are no disgrace, so the alarming colours stay away."""
    most = max((row.tally.reported for row in rows), default=0)
    starts = sorted({0, 1, most // 2 + 1}) if most else [0]
    ends = [start - 1 for start in starts[1:]] + [most]
    return [
        {
            "from": start,
            "label": str(start) if start == end else f"{start}–{end}",
            "tone": str(tone),
        }
        for tone, (start, end) in enumerate(zip(starts, ends, strict=True))
        if start <= end
    ]


def features(filters: Filters) -> dict[str, Any]:
    """The areas below as GeoJSON, coloured by how many were reported."""
    language = get_language() or "zh"
    rows = [row for row in by_area(filters) or [total_of(filters)] if row.area.outline is not None]
    geometries = simplified([row.area.outline for row in rows if row.area.outline is not None])
    return light_collection(
        (
            row.area,
            geometry,
            {
                "name": row.area.label(language),
                "value": row.tally.reported,
                "label": _("%(count)d件") % {"count": row.tally.reported},
                "href": filters.query(area=row.area.code),
            },
        )
        for row, geometry in zip(rows, geometries, strict=True)
    )


def outlines() -> dict[str, Any]:
    """Grids (of a large city: streets) as GeoJSON without figures, to point at a place."""
    language = get_language() or "zh"
    return light_collection(
        (area, geometry, {"name": area.label(language)}) for area, geometry in areas.overview()
    )


@dataclass(frozen=True)
class PublicOrder:
    """One published report: class, grid, progress, result; nobody's words or name."""

    row: PublicRow
    steps: list[dict[str, Any]]
    result: str
    before: Photo | None
    after: Photo | None
    supporters: int
    open: bool
    point: list[float] | None


def public_order(number: str) -> PublicOrder | None:
    """A published report; None when it is not published or not there."""
    order = (
        Order.objects.published()
        .filter(number=number)
        .select_related("category", "merged_into")
        .first()
    )
    if order is None:
        return None
    photos = list(Attachment.reached.filter(order=order, public=True).order_by("id"))
    point = None
    if order.lon is not None and order.lat is not None:
        point = [round(order.lon, PUBLIC_DIGITS), round(order.lat, PUBLIC_DIGITS)]
    return PublicOrder(
        row=public_row(order),
        steps=[
            {"at": line.at, "text": line.title, "who": line.who, "note": line.text}
            for line in steps_for_others(order)
        ],
        result=redact(order.result),
        before=_photo(photos, ("before",), _("办之前的照片")),
        after=_photo(photos, ("after",), _("办完的照片")),
        supporters=order.supporters,
        open=order.phase != "closed",
        point=point,
    )


def _photo(photos: list[Attachment], kinds: tuple[str, ...], alt: str) -> Photo | None:
    found = next((photo for kind in kinds for photo in photos if photo.kind == kind), None)
    if found is None:
        return None
    return Photo(f"/media/photo/{found.pk}/full/", f"/media/photo/{found.pk}/thumb/", alt)


def area_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Streets with their communities, for the filter: [(street, [(code, name), …]), …]."""
    root = areas.root_area()
    language = get_language() or "zh"
    found = []
    for street in areas.children(root.id if root else None):
        inside = [(area.code, area.label(language)) for area in areas.children(street.id)]
        name = street.label(language)
        found.append((name, [(street.code, _("%(area)s全部") % {"area": name}), *inside]))
    return found
