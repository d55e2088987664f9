"""Stations as the desk and residents see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import cos, radians
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import body_ids_within
from gongzhi.web.words import joined

from ..config import names, settings_or_none
from ..hours import is_open_at, said_ahead, with_dates
from ..models import Room, Station
from ..reach import READERS, keeps, venue_reach
from ..rules import Span
from ..words import CONDITIONS, TENURES, WEEKDAYS


@dataclass(frozen=True)
class StationLine:
    """One station in words; premises are empty for residents, `point` is longitude and latitude."""

    id: int
    name: str
    kind: str
    community: str
    address: str
    phone: str
    functions: list[str]
    hours: str
    days: str
    open_now: bool
    rooms: int
    bookable: int
    tenure: str = ""
    floor_area: Decimal | None = None
    condition: str = ""
    poor: bool = False
    point: tuple[float, float] | None = None
    different: list[str] = field(default_factory=list)
    closed_holidays: bool = False


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; unknown words find nothing."""

    body: str = ""
    kind: str = ""
    tenure: str = ""
    condition: str = ""


def desk_stations(actor: Actor, chosen: Filter) -> QuerySet[Station]:
    """Standing stations within the actor's reach, by community."""
    reach = venue_reach(actor, READERS)
    rows = standing()
    if reach.nothing:
        return rows.none()
    if not reach.everything:
        rows = rows.filter(body_id__in=body_ids_within(reach))
    if chosen.body:
        body = orgs.body_by_code(chosen.body)
        rows = rows.filter(body_id=body.id if body else 0)
    for name in ("kind", "tenure", "condition"):
        if value := getattr(chosen, name):
            rows = rows.filter(**{name: value})
    return rows


def standing() -> QuerySet[Station]:
    """Every station of today, with how many rooms it has and how many can be booked."""
    there = Q(rooms__ended_on=None)
    return (
        Station.objects.filter(ended_on=None)
        .prefetch_related(with_dates())
        .annotate(
            room_count=Count("rooms", filter=there),
            bookable_count=Count("rooms", filter=there & Q(rooms__bookable=True)),
        )
        .order_by("body__code", "name", "pk")
    )


def lines(rows: Iterable[Any], *, now: datetime, desk: bool) -> list[StationLine]:
    """In words, in the page's language."""
    kinds, functions = names("station_kinds"), names("functions")
    return [line(row, kinds, functions, now=now, desk=desk) for row in rows]


def line(
    row: Any, kinds: dict[str, str], functions: dict[str, str], *, now: datetime, desk: bool
) -> StationLine:
    """One row of `standing`."""
    span = Span(row.opens, row.closes)
    premises: dict[str, Any] = {
        "tenure": str(TENURES.get(row.tenure, "")), "floor_area": row.floor_area,
        "condition": str(CONDITIONS.get(row.condition, "")), "poor": row.condition == "poor",
    }  # fmt: skip
    return StationLine(
        id=row.pk, name=row.name, kind=kinds.get(row.kind, row.kind),
        community=short_of(row.body_id), address=row.address, phone=row.phone,
        functions=[functions.get(one, one) for one in row.functions], hours=span.words,
        days=days_words(row.weekdays),
        open_now=is_open_at(row, now), different=said_ahead(row, now),
        closed_holidays=row.closed_holidays,
        rooms=row.room_count, bookable=row.bookable_count, point=point_of(row), **(premises if desk else {}),
    )  # fmt: skip


def days_words(weekdays: Iterable[int]) -> str:
    """`每天`, `周一至周五`, else the days one by one."""
    days = sorted(set(weekdays))
    if days == list(range(7)):
        return _("每天")
    if days == list(range(5)):
        return _("周一至周五")
    return joined(WEEKDAYS[day] for day in days)


def points(rows: Iterable[Station], *, now: datetime) -> list[dict[str, Any]]:
    """On the map: at its own point, else in the middle of the grid, or of the community."""
    found = []
    for row in rows:
        place = point_of(row)
        if place is None:
            continue
        open_now = is_open_at(row, now)
        found.append(
            {
                "lon": place[0], "lat": place[1], "id": row.pk,
                "tone": "ok" if open_now else "info", "title": row.name,
                "href": f"/places/{row.pk}/",
            }
        )  # fmt: skip
    return found


def point_of(row: Station) -> tuple[float, float] | None:
    """Longitude and latitude."""
    if row.lon is not None and row.lat is not None:
        return row.lon, row.lat
    body = orgs.body_by_id(row.body_id)
    area = areas.area_by_id(row.area_id or (body.area_id if body else None) or 0)
    if area is None or area.centre_lon is None or area.centre_lat is None:
        return None
    return area.centre_lon, area.centre_lat


@dataclass(frozen=True)
class StationPage:
    """A station with its rooms, shifts and photos; `history` on the desk only."""

    row: Station
    line: StationLine
    rooms: list[tuple[Room, str]]
    shifts: list[tuple[str, str, str]]  # hours, name, post
    missing_shifts: bool
    may_keep: bool


def station_page(actor: Actor, station_id: int, *, now: datetime, desk: bool) -> StationPage:
    """NotFound for one that ended, and on the desk for one out of reach."""
    rooms = Prefetch("rooms", Room.objects.filter(ended_on=None).order_by("pk"))
    row = standing().filter(pk=station_id).prefetch_related(rooms, "shifts", "photos").first()
    body = orgs.body_by_id(row.body_id) if row else None
    if row is None or body is None:
        raise NotFound
    if desk and not venue_reach(actor, READERS).holds_body(body):
        raise NotFound
    kinds = names("room_kinds")
    return StationPage(
        row=row,
        line=line(row, names("station_kinds"), names("functions"), now=now, desk=desk),
        rooms=[(room, kinds.get(room.kind, room.kind)) for room in row.rooms.all()],
        shifts=_shifts(row),
        missing_shifts=not row.shifts.all(),
        may_keep=desk and keeps(actor, row.body_id),
    )


def _shifts(row: Station) -> list[tuple[str, str, str]]:
    """In the page's language where a name or post is the profile's own."""
    settings = settings_or_none()
    usual = settings.roster.shifts if settings else []
    words = {text.zh: text.said() for one in usual for text in (one.name, one.post)}
    return [
        (
            Span(one.starts, one.ends).words,
            words.get(one.name, one.name),
            words.get(one.post, one.post),
        )
        for one in row.shifts.all()
    ]


def near(rows: QuerySet[Station], area: AreaRef | None) -> QuerySet[Station]:
    """Those of the community and street that answer for an area, the nearest first; all without."""
    if area is None:
        return rows
    found = [orgs.responsible_body(kind, area.path) for kind in ("community", "street")]
    rows = rows.filter(body_id__in=[one.id for one in found if one])
    if area.centre_lon is None or area.centre_lat is None:
        return rows
    # The nearest first, by their own points; a degree of longitude is shorter than one of latitude.
    wide = cos(radians(area.centre_lat)) ** 2
    east, north = F("lon") - area.centre_lon, F("lat") - area.centre_lat
    far = ExpressionWrapper(east * east * wide + north * north, output_field=FloatField())
    return rows.order_by(far.asc(nulls_last=True), "body__code", "name", "pk")
