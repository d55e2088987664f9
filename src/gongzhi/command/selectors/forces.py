"""Forces on duty: grid teams and posted squads of an area, and whether they are out on a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils.translation import get_language

from gongzhi.accounts.models import ApiKey
from gongzhi.accounts.selectors import people_at
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.orders import calling
from gongzhi.orders.models import Call, Order
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

FORCE_KINDS: Final = ("grid_team", "squad")
# Of whom an order's process may call, those who stand ready to go out.
_GO_OUT: Final = (*FORCE_KINDS, "posted_team")


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
    open_calls = Call.objects.filter(
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


def forces_to_call(actor: Actor, order: Order) -> Forces:
    """Whom this actor may call to an order from the map; nobody where its process calls nobody."""
    calls = calling.calls_of(order)
    if calls is None or calling.calling_post(actor, order) is None:
        return Forces([])
    if calling.refusal(calls, order):
        return Forces([])
    kinds = [kind for kind in calls.kinds if kind in _GO_OUT]
    return _as_forces(
        [
            body
            for body in orgs.bodies_of_kind(*kinds)
            if (path := _path_of(body)) and order.area_path.startswith(path)
        ]
    )


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
