"""What the resident's first page shows besides the resident's own reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongzhi.accounts.selectors import people_at
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.crypto import mask_name
from gongzhi.kernel.geometry import box_around
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..models import Order
from ..words.wording import short_of
from .resident import area_of
from .resident_catalogue import title_for_others
from .resident_words import public_sentence

NEAR_METRES = 500
_NEAR_MOST = 4


def area_of_last_report(actor: Actor) -> AreaRef | None:
    """Where the resident reported last: a first guess at home."""
    if actor.kind != "resident":
        return None
    last = (
        Order.objects.visible_to(actor)
        .filter(reporter_id=actor.resident_id, outside=False)
        .exclude(state="draft")
        .order_by("-reported_at")
        .values_list("area_then_id", flat=True)
        .first()
    )
    return areas.area_by_id(last) if last else None


@dataclass(frozen=True)
class Worker:
    """Who answers for one's grid: surname, team, and the team's phone."""

    name: str
    team: str
    phone: str


def worker_of(area: AreaRef) -> Worker | None:
    """The grid's worker, the team alone when nobody is posted there today."""
    team = orgs.responsible_body("grid_team", area.path)
    if team is None:
        return None
    people = people_at(body_id=team.id, roles=("grid_worker", "grid_head"))
    name = mask_name(people[0].name) if people else ""
    return Worker(name, short_of(team.id), team.phone)


@dataclass(frozen=True)
class PublicRow:
    """A published report in a list: its class, where it stands, the grid; nobody's words."""

    number: str
    title: str
    state: str
    place: str
    at: datetime
    closed: bool


def published_near(area: AreaRef | None) -> list[PublicRow]:
    """The newest published reports within 500 m of the middle of an area, else of the city."""
    rows = Order.objects.published().select_related("category", "merged_into")
    if area is not None and area.centre_lon is not None and area.centre_lat is not None:
        west, south, east, north = box_around((area.centre_lon, area.centre_lat), NEAR_METRES)
        rows = rows.filter(lon__range=(west, east), lat__range=(south, north))
    return [public_row(order) for order in rows.order_by("-reported_at")[:_NEAR_MOST]]


def public_row(order: Order) -> PublicRow:
    """The public fields of one order that was reached as published."""
    return PublicRow(
        number=order.number,
        title=title_for_others(order.category),
        state=public_sentence(order),
        place=area_of(order),
        at=order.closed_at or order.reported_at,
        closed=order.phase == "closed",
    )
