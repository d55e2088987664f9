"""The list of bodies: every body is a public fact of the office."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from gongzhi.areas import selectors as areas
from gongzhi.orgs.config import kind_names, kinds_of, language
from gongzhi.orgs.models import Body, Membership
from gongzhi.orgs.reach import Reach, body_ids_within
from gongzhi.orgs.selectors import BodyRef

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One body in the list."""

    code: str
    name: str
    kind: str
    area: str
    active: bool
    members: int


@dataclass(frozen=True)
class Listing:
    """A page of bodies, and the kinds that exist with their counts."""

    lines: list[Line]
    page: Page[Body]
    kinds: list[tuple[str, str, int]]


def listing(
    *, kind: str, q: str, area: str, day: object, page: str | int = 1, group: str = ""
) -> Listing:
    """Bodies of a kind (empty: all), whose name or code holds `q`, inside an area (code)."""
    rows = Body.objects.order_by("code")
    within = areas.area_by_code(area) if area else None
    if within is not None:
        rows = rows.filter(pk__in=body_ids_within(Reach(area_paths=(within.path,))))
    counted = rows.filter(active=True).order_by().values_list("kind").annotate(n=Count("id"))
    counts = dict(counted)
    names = kind_names()
    kinds = [(key, name, counts[key]) for key, name in names.items() if key in counts]
    if kind in names:
        rows = rows.filter(kind=kind)
    elif group:
        rows = rows.filter(kind__in=kinds_of(group))
    named = Q(name__icontains=q) | Q(short_name__icontains=q) | Q(code=q)
    rows = rows.filter(named if q else Q(active=True))
    shown = Paginator(rows, PAGE).get_page(page)
    bodies = list(shown.object_list)
    members = dict(
        Membership.objects.filter(body__in=[body.pk for body in bodies], valid__contains=day)
        .marked()
        .values_list("body_id")
        .annotate(n=Count("id"))
    )
    lines = [
        Line(
            code=body.code,
            name=full_name(body),
            kind=names.get(body.kind, body.kind),
            area=_area(body.area_id),
            active=body.active,
            members=members.get(body.pk, 0),
        )
        for body in bodies
    ]
    return Listing(lines, shown, kinds)


def full_name(body: Body | BodyRef) -> str:
    """Its whole name in the reader's language."""
    return body.name_en if language() == "en" and body.name_en else body.name


def _area(area_id: int | None) -> str:
    area = areas.area_by_id(area_id) if area_id else None
    return area.label(language()) if area else ""


def find_bodies(q: str, kinds: tuple[str, ...] = (), *, most: int = 30) -> list[tuple[str, str]]:
    """(code, name) of active bodies for a choice: those whose name or code holds `q`."""
    rows = Body.objects.filter(active=True)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(short_name__icontains=q) | Q(code=q))
    found = rows.order_by("code").only("code", "name", "name_en")[:most]
    return [(body.code, full_name(body)) for body in found]
