"""What the pages of long-running files and campaigns show, within the scope of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor, covers

from ...engine.events import said_at_start
from ...engine.policies import Relations, permits
from ...gathering import campaigns, files
from ...gathering.campaigns import CHECKERS
from ...gathering.files import KEEPING
from ...hooks.panels import OrderPanel, register_order_panel
from ...models import CheckPlace, Gathered, Order
from ...process.spec import spec_of
from ...words.wording import state_name
from ...words.written import texts_of
from .names import area_name, language

MOST = 200


def register() -> None:
    """Make the panels on the pages of files and campaigns known."""
    register_order_panel(OrderPanel(files.PROCESS, "orders/desk/_file_panel.html", file_panel))
    register_order_panel(
        OrderPanel(campaigns.PROCESS, "orders/desk/_campaign_panel.html", campaign_panel)
    )


@dataclass(frozen=True)
class Member:
    """An order of a file; its number only where the reader may open it."""

    number: str
    state: str
    closed: bool
    text: str


@dataclass(frozen=True)
class Progress:
    """Of a campaign: places in all, looked at, with a fault, faults that are solved."""

    places: int
    checked: int
    faults: int
    solved: int

    @property
    def left(self) -> int:
        return self.places - self.checked

    @property
    def share(self) -> int:
        return self.checked * 100 // self.places if self.places else 0


@dataclass(frozen=True)
class Place:
    """A place still to be looked at, or what was found there."""

    row: CheckPlace
    name: str
    order: str = ""
    state: str = ""


def file_panel(actor: Actor, order: Order) -> Mapping[str, Any]:
    """The orders of a file that one may see, and how many more there are."""
    ids = Gathered.objects.filter(file=order).values_list("order_id", flat=True)
    seen = Order.objects.visible_to(actor).filter(pk__in=list(ids)).order_by("reported_at")
    shown = list(seen[:MOST])
    texts = texts_of(shown)
    members = [
        Member(one.number, state_name(one), one.phase == "closed", texts[one.pk]) for one in shown
    ]
    action = spec_of(order.process_id).actions[KEEPING]
    keeps = order.phase != "closed" and permits(actor, action, Relations(order, actor))
    return {
        "number": order.number,
        "members": members,
        "hidden": len(ids) - len(members),
        "keeps": keeps,
    }


def progress_of(order: Order) -> Progress:
    counted = CheckPlace.objects.filter(campaign=order).aggregate(
        places=Count("pk"),
        checked=Count("checked_at"),
        faults=Count("found"),
    )
    solved = Order.reached.filter(found_at__campaign=order, solved=True).count()
    return Progress(**counted, solved=solved)


def campaign_panel(actor: Actor, order: Order) -> Mapping[str, Any]:
    """Progress; the places that were looked at, those with a fault first; those still to look at."""
    rows = CheckPlace.objects.filter(campaign=order)
    seen = rows.exclude(checked_at=None).order_by(
        F("found").asc(nulls_last=True), "-checked_at", "area_id"
    )
    leads = order.lead_body_id in actor.body_ids and order.phase != "closed"
    its = [a for a in areas.current_areas() if covers(order.area_path, a.path)]
    below = {a.level for a in its if a.path != order.area_path}
    levels = [
        (level, areas.level_name(level, language()))
        for level in sorted(below or {a.level for a in its})
    ]
    return {
        "number": order.number,
        "progress": progress_of(order),
        "places": _places(actor, seen[:MOST]),
        "left": _places(actor, rows.filter(checked_at=None).order_by("area_id")[:MOST]),
        "levels": levels if leads else [],
    }


@dataclass(frozen=True)
class Due:
    """A campaign with the places that I am to look at."""

    number: str
    text: str
    checklist: list[str]
    places: list[Place]


def campaigns_for(actor: Actor) -> list[Due]:
    """Open campaigns with places left in the areas where I look at things."""
    paths = [p.area_path for p in actor.postings_as(*CHECKERS) if p.area_path]
    mine = [a.id for a in areas.current_areas() if any(covers(p, a.path) for p in paths)]
    # The campaign of a street is out of a grid worker's scope; the places are within it.
    going = Order.reached.filter(places__area_id__in=mine).exclude(phase="closed").values("pk")
    rows = CheckPlace.objects.filter(
        area_id__in=mine, checked_at=None, campaign_id__in=going
    ).order_by("campaign_id", "area_id")[:MOST]
    by_campaign: dict[int, list[CheckPlace]] = {}
    for row in rows:
        by_campaign.setdefault(row.campaign_id, []).append(row)
    orders = Order.reached.in_bulk(list(by_campaign))
    return [
        Due(orders[pk].number, orders[pk].text, _checklist(orders[pk]), _places(actor, places))
        for pk, places in by_campaign.items()
    ]


def _checklist(order: Order) -> list[str]:
    text = str(said_at_start(order.pk).get("checklist", ""))
    return [line.strip() for line in text.splitlines() if line.strip()]


def _places(actor: Actor, rows: Any) -> list[Place]:
    found = {row.found_id for row in rows if row.found_id}
    orders = Order.objects.visible_to(actor).in_bulk(found) if found else {}
    places = []
    for row in rows:
        area = areas.area_by_id(row.area_id)
        name = area_name(area.path, levels=2) if area else "—"
        order = orders.get(row.found_id)
        places.append(
            Place(row, name, order.number if order else "", state_name(order) if order else "")
        )
    return places
