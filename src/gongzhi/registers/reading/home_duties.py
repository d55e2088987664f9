"""挂户: households with and without somebody who answers for them, by area and building (ML-22)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language

from gongzhi.accounts.models import Posting
from gongzhi.accounts.selectors import Person as Staff
from gongzhi.accounts.selectors import people
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reading.duty import answered_for
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.home_duty import GRID_ROLES, parties_for, workers_for
from gongzhi.registers.models import Building, Home, HomeDuty, Person
from gongzhi.registers.querysets import within
from gongzhi.registers.reach import HOME_DUTY_ROLES, PEOPLE_ROLES, area_paths

SHOWN: Final = 100  # buildings, or homes of one building
NARROW: Final = 400  # areas, the one in view and those below: of more, nobody picks one worker


@dataclass(frozen=True)
class Part:
    """An area in view: its households, and how many have nobody who answers."""

    area: AreaRef
    households: int
    orphans: int


@dataclass(frozen=True)
class Orphan:
    """A building (with how many households) or a home that nobody answers for."""

    id: int
    name: str
    count: int


@dataclass(frozen=True)
class HomeDutyPage:
    """Counted now from the registers and from what stands between bodies."""

    area: AreaRef
    above: list[AreaRef]
    households: int
    orphans: int
    parts: list[Part]
    building: Orphan | None
    wide: bool  # one part is opened before single buildings are listed and somebody is named
    buildings: list[Orphan] = field(default_factory=list)
    homes: list[Orphan] = field(default_factory=list)
    parties: list[BodyRef] = field(default_factory=list)
    workers: list[Staff] = field(default_factory=list)

    @property
    def cut(self) -> int:
        """How many are listed where there may be more; 0 when all are."""
        return SHOWN if len(self.homes or self.buildings) == SHOWN else 0


@dataclass(frozen=True)
class HomeDutyShown:
    """Who answers for one home: organisation, person, since when."""

    body: str
    person: str
    since: date


def households(actor: Actor, path: str) -> Any:
    """Homes in scope where somebody is registered: an empty home is no household."""
    lived_in = Person.reached.filter(home_id=OuterRef("pk"), ended_on=None)
    return Home.objects.visible_to(actor).standing().in_area(path).filter(Exists(lived_in))


def unanswered(day: date) -> Q:
    """Households that nobody answers for.

    Answered is who has an own row whose person still holds the post, and whoever lives where an
    organisation answers for the whole building or area.
    """
    posted = Posting.objects.filter(
        user_id=OuterRef("user_id"), role__in=GRID_ROLES, valid__contains=day, user__is_active=True
    )
    own = HomeDuty.reached.filter(
        Exists(posted), home_id=OuterRef("pk"), valid__contains=day, body__active=True
    )
    whole = (areas.area_by_id(area_id) for area_id in answered_for("home", day))
    places = tuple(place.path for place in whole if place is not None)
    return ~Exists(own) & ~within("area_path", places)


def home_duty_page(actor: Actor, code: str, building_id: int, day: date) -> HomeDutyPage:
    """Of an area inside the actor's own; of the widest one without a code. NotFound outside."""
    paths = area_paths(actor, PEOPLE_ROLES)
    area = areas.area_by_code(code) if code else _first(paths)
    if area is None or not any(covers(path, area.path) for path in paths):
        raise NotFound
    parts = _parts(actor, area, day)
    own = [one for one in areas.ancestors(area.path) if any(covers(p, one.path) for p in paths)]
    page = HomeDutyPage(
        area=area, above=own, parts=parts, building=_building(actor, building_id),
        households=sum(one.households for one in parts), orphans=sum(one.orphans for one in parts),
        wide=sum(one.path.startswith(area.path) for one in areas.current_areas()) > NARROW,
    )  # fmt: skip
    if page.building is not None:
        page.homes.extend(_homes(actor, area.path, page.building.id, day))
    elif not page.wide:
        page.buildings.extend(_buildings(actor, area.path, day))
    if not page.wide and any(covers(p, area.path) for p in area_paths(actor, HOME_DUTY_ROLES)):
        page.parties.extend(parties_for(area.path))
        page.workers.extend(workers_for(area.path))
    return page


def _parts(actor: Actor, area: AreaRef, day: date) -> list[Part]:
    shown = list(areas.children(area.id)) or [area]
    depth = shown[0].path.count(".")
    counted: dict[int, list[int]] = {one.id: [0, 0] for one in shown}
    rows = households(actor, area.path).order_by().values_list("area_path")
    counts = rows.annotate(n=Count("id"), alone=Count("id", filter=unanswered(day)))
    for path, n, alone in counts:
        ids = path.split(".")
        # What stands in the area itself and in none of its parts has a line of its own.
        part_id = int(ids[depth - 1]) if len(ids) > depth else area.id
        one = counted.setdefault(part_id, [0, 0])
        one[0] += n
        one[1] += alone
    by_id = {one.id: one for one in (*shown, area)}
    return [Part(by_id[key], *counts) for key, counts in counted.items() if key in by_id]


def _buildings(actor: Actor, path: str, day: date) -> list[Orphan]:
    rows = households(actor, path).filter(unanswered(day))
    grouped = rows.values_list("building_id", "building__address").annotate(n=Count("id"))
    return [Orphan(*row) for row in grouped.order_by("building__address", "building_id")[:SHOWN]]


def _homes(actor: Actor, path: str, building_id: int, day: date) -> list[Orphan]:
    rows = households(actor, path).filter(unanswered(day), building_id=building_id)
    found = rows.order_by("address", "id").values_list("id", "number")[:SHOWN]
    return [Orphan(pk, number, 1) for pk, number in found]


def _building(actor: Actor, building_id: int) -> Orphan | None:
    if not building_id:
        return None
    row = Building.objects.visible_to(actor).filter(pk=building_id).first()
    if row is None:
        raise NotFound
    return Orphan(row.pk, row.address, 0)


def _first(paths: tuple[str, ...]) -> AreaRef | None:
    found = areas.ancestors(paths[0])[-1:] if paths else []
    return found[0] if found else None


def duty_of(actor: Actor, home_id: int, day: date) -> HomeDutyShown | None:
    """Who answers for a home in scope today; the resident sees it of the own one."""
    row = (
        HomeDuty.objects.visible_to(actor)
        .filter(home_id=home_id, valid__contains=day, body__active=True)
        .first()
    )
    if row is None:
        return None
    body = orgs.body_by_id(row.body_id)
    person = next(iter(people([row.user_id])), None)
    return HomeDutyShown(
        body.label(get_language() or "zh") if body else "",
        person.name if person else "",
        row.valid.lower,
    )
