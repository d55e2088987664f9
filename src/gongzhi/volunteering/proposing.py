"""Teams near an order that is to be sent out: proposed by name and skill (QJ-09, QJ-11)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.hooks.painpoints import register_serving
from gongzhi.orders.hooks.providers import Provider, register_providers
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import TeamKind, settings_or_none, skill_names
from gongzhi.volunteering.models import Team, UnitCheckin
from gongzhi.web.words import joined


def register() -> None:
    """Make it known."""
    register_providers("volunteering", propose)
    register_serving("volunteering", serving)


def propose(order: Order) -> Iterator[Provider]:
    """Teams that take orders: of the community and street of the place, and of units that checked
    in at that community."""
    settings = settings_or_none()
    if settings is None:
        return
    for team in Team.objects.filter(ended_on=None, host_id__in=_hosts(order)).exclude(body=None):
        body = orgs.body_by_id(team.body_id or 0)
        if body is None or body.id == order.lead_body_id:
            continue
        if body.id == team.host_id or _answers_for(body, order.area_path):
            yield Provider(body, _why(team, settings.team_kind(team.kind)))


def _hosts(order: Order) -> set[int]:
    found = [orgs.responsible_body(kind, order.area_path) for kind in ("community", "street")]
    ids = {body.id for body in found if body is not None}
    units = UnitCheckin.objects.visible_to(SYSTEM).filter(
        community_id__in=ids, valid__contains=clock.today()
    )
    return ids | set(units.values_list("unit_id", flat=True))


def _answers_for(body: BodyRef, area_path: str) -> bool:
    """A steward team goes to its own estate, a squad to its own street."""
    found = orgs.responsible_body(body.kind, area_path)
    return found is not None and found.id == body.id


def _why(team: Team, kind: TeamKind | None) -> str:
    names = skill_names()
    skills = joined(names[key] for key in (kind.skills if kind else ()) if key in names)
    return f"{team.name} · {skills}" if skills else team.name


def serving(body_ids: Collection[int], hold: bool) -> set[tuple[int, int]]:
    """At which communities these units have checked in; with `hold` the check-ins are locked."""
    rows = UnitCheckin.objects.visible_to(SYSTEM).filter(
        unit_id__in=body_ids, valid__contains=clock.today()
    )
    if hold:
        rows = rows.select_for_update().order_by("pk")
    return set(rows.values_list("unit_id", "community_id"))
