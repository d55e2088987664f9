"""A volunteer joins a team, or leaves it: by choice, without a reason (ML-25, XY-09)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.claiming import enrolled
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Enrolment, Team, TeamMember


def join_team(*, actor: Actor, team_id: int, at: datetime | None = None) -> TeamMember:
    """A repeat gives the first row. Denied for who is no volunteer, NotFound for a team elsewhere,
    Conflict for one whose people stand on the Party organisation's roll.
    """
    me = enrolled(actor)
    with transaction.atomic():
        # Shared with others who join; whoever ends the team waits, or is first.
        team = (
            Team.objects.select_for_update(of=("self",)).filter(pk=team_id, ended_on=None).first()
        )
        if team is None or team.host_id not in open_hosts(me):
            raise NotFound
        kind = volunteer_settings().team_kind(team.kind)
        if kind is not None and kind.roll:
            raise Conflict(_("这支队伍的人员以党组织的名册为准，不在这里报名。"))
        mine = TeamMember.objects.visible_to(actor).filter(team=team, ended_at=None)
        before: TeamMember | None = mine.first()
        if before is not None:
            return before
        row = TeamMember(
            team=team, resident_id=me.resident_id, name_sealed=me.name_sealed,
            since=at or clock.now(), is_demo=me.is_demo,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("您刚才已经加入了，请刷新页面看看。")) from None
    return row


def leave_team(*, actor: Actor, team_id: int, at: datetime | None = None) -> None:
    """The same again is no error; the name goes at once."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    TeamMember.objects.visible_to(actor).filter(team_id=team_id, ended_at=None).update(
        ended_at=at or clock.now(), name_sealed=""
    )


def open_hosts(me: Enrolment) -> set[int]:
    """Whose teams somebody may join: of the community, the street above it and the named unit."""
    found = {me.community_id, me.unit_id or 0}
    community = orgs.body_by_id(me.community_id)
    area = areas.area_by_id(community.area_id) if community and community.area_id else None
    street = orgs.responsible_body("street", area.path) if area else None
    return found | ({street.id} if street else set())
