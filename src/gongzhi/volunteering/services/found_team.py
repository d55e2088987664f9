"""A community, street or unit founds a team, or ends it (ML-25, QJ-09, QJ-11)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import TeamKind, volunteer_settings
from gongzhi.volunteering.models import Team, TeamMember
from gongzhi.volunteering.reach import TEAM_KEEPERS, team_hosts


def found_team(
    *, actor: Actor, host: str, kind: str, name: str, body: str = "", about: str = "",
    at: datetime | None = None,
) -> Team:  # fmt: skip
    """`host` is a code; `body` the code of the body under which it takes orders, one of
    `order_bodies`, or empty for none. Denied, NotFound (another's host), Invalid by field, Conflict
    for a name that stands there already and for a body that another team has.
    """
    at = at or clock.now()
    if actor.kind != "staff" or not actor.has_role(*TEAM_KEEPERS):
        raise Denied(_("只有社区、街道和单位的岗位能建队伍。"))
    home = next((one for one in team_hosts(actor) if one.code == host), None)
    if home is None:
        raise NotFound
    shape = volunteer_settings().team_kind(kind)
    if shape is None or home.kind not in shape.hosts:
        raise Invalid(_("请选这里能建的队伍类别。"), "kind")
    under = next((one for one in order_bodies(home, shape) if one.code == body), None)
    if body and under is None:
        raise Invalid(_("请从列表里选。"), "body")
    row = Team(
        host_id=home.id, body_id=under.id if under else None, kind=kind,
        name=one_line(name, "name", 40), about=one_line(about, "about", 200, needed=False),
        founded_on=clock.local(at).date(), founded_by_id=actor.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "team_one_of_a_body" in str(error):
            raise Conflict(_("这个名下已经有一支队伍在接单。"), "body") from None
        raise Conflict(_("这里已经有一支同名的队伍。"), "name") from None
    return row


def order_bodies(host: BodyRef, kind: TeamKind) -> list[BodyRef]:
    """Under which bodies a team of a host may take orders: the host itself, or those of the kind
    that stand in the host's area."""
    if not kind.takes:
        return []
    if kind.takes == "host":
        return [host]
    area = areas.area_by_id(host.area_id) if host.area_id else None
    if area is None:
        return []
    inside = []
    for one in orgs.bodies_of_kind(kind.takes):
        place = areas.area_by_id(one.area_id) if one.area_id else None
        if place is not None and place.path.startswith(area.path):
            inside.append(one)
    return inside


def end_team(*, actor: Actor, team_id: int, at: datetime | None = None) -> Team:
    """It is no team any more: those who joined leave it, what was done stays counted."""
    at = at or clock.now()
    with transaction.atomic():
        row = kept_team(actor, team_id)
        row.ended_on = clock.local(at).date()
        row.save(update_fields=["ended_on"])
        TeamMember.objects.visible_to(SYSTEM).filter(team=row, ended_at=None).update(
            ended_at=at, name_sealed=""
        )
    return row


def kept_team(actor: Actor, team_id: int) -> Team:
    """A standing team of those that the actor keeps, locked. Denied, NotFound."""
    if actor.kind != "staff" or not actor.has_role(*TEAM_KEEPERS):
        raise Denied
    row = Team.objects.select_for_update(of=("self",)).filter(pk=team_id, ended_on=None).first()
    if row is None or row.host_id not in {one.id for one in team_hosts(actor)}:
        raise NotFound
    return row
