"""Forces on duty: grid teams and posted squads of an area, and whether they are out on a call."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from gongzhi.accounts.models import ApiKey
from gongzhi.accounts.selectors import people_at
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.orders.models import ForceCall
from gongzhi.orders.services.call_force import FORCE_KINDS
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef


@dataclass(frozen=True)
class Force:
    """A team or squad that can be called. `busy` counts its open calls."""

    id: int
    name: str
    kind: str
    people: int
    phone: str
    busy: int


@dataclass(frozen=True)
class Forces:
    """All forces of an area, those who are free first."""

    rows: list[Force]

    @property
    def teams(self) -> int:
        return len(self.rows)

    @property
    def people(self) -> int:
        return sum(force.people for force in self.rows)

    @property
    def out(self) -> int:
        return sum(1 for force in self.rows if force.busy)


def _path_of(body: BodyRef) -> str:
    area = areas.area_by_id(body.area_id) if body.area_id else None
    return area.path if area else ""


def _as_forces(bodies: list[BodyRef]) -> Forces:
    open_calls = ForceCall.objects.filter(
        body_id__in=[body.id for body in bodies], fed_back_at=None, cancelled_at=None
    )
    busy = dict(open_calls.values_list("body_id").annotate(n=Count("*")))
    language = get_language() or "zh"
    rows = [
        Force(
            id=body.id,
            name=body.label(language),
            kind=body.kind,
            people=body.on_duty_people,
            phone=body.phone,
            busy=busy.get(body.id, 0),
        )
        for body in bodies
    ]
    return Forces(sorted(rows, key=lambda f: (f.busy > 0, -f.people, f.id)))


def forces_in(area: AreaRef) -> Forces:
    """Forces that stand in the area or answer for an area around it."""
    return _as_forces(
        [
            body
            for body in orgs.bodies_of_kind(*FORCE_KINDS)
            if (path := _path_of(body))
            and (path.startswith(area.path) or area.path.startswith(path))
        ]
    )


def forces_for(area_path: str) -> Forces:
    """Whom to call to a place: its grid team and the squads of its street, nearest first."""
    found = [
        body
        for body in orgs.bodies_of_kind(*FORCE_KINDS)
        if (path := _path_of(body)) and area_path.startswith(path)
    ]
    return _as_forces(found)


def workers_of(area: AreaRef) -> tuple[BodyRef | None, list[str]]:
    """The grid team that answers for an area, and its grid workers by name."""
    team = orgs.responsible_body("grid_team", area.path)
    if team is None:
        return None, []
    people = people_at(body_id=team.id, roles=("grid_worker", "grid_head"))
    return team, [person.name for person in people]


def duty_officers() -> list[str]:
    """Who is on duty at the centre today; accounts of programs are not people."""
    found = [
        person
        for centre in orgs.bodies_of_kind("centre")
        for person in people_at(body_id=centre.id, roles=("duty_officer",))
    ]
    programs = set(
        ApiKey.objects.filter(user_id__in=[person.id for person in found]).values_list(
            "user_id", flat=True
        )
    )
    return [person.name for person in found if person.id not in programs]
