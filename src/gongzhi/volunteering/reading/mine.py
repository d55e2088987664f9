"""What a resident reads of the own volunteering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.reading.whistles import home_community
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Certificate, Enrolment, Invitation, TeamMember
from gongzhi.volunteering.reading.posts import own_claims

MOST_UNITS = 20


@dataclass(frozen=True)
class Own:
    """The person's standing enrolment in words."""

    row: Enrolment
    name: str
    community: BodyRef | None
    unit: BodyRef | None


@dataclass(frozen=True)
class Invited:
    """A unit's list named this phone."""

    unit: BodyRef
    community: BodyRef


def own_enrolment(actor: Actor) -> Own | None:
    """Where the actor stands as a volunteer."""
    row = Enrolment.objects.visible_to(actor).filter(ended_at=None).first()
    if row is None:
        return None
    return Own(
        row, open_(row.name_sealed), orgs.body_by_id(row.community_id),
        orgs.body_by_id(row.unit_id) if row.unit_id else None,
    )  # fmt: skip


def own_invitation(actor: Actor) -> Invited | None:
    """The newest line that names the actor's verified phone and still holds."""
    me = Resident.objects.visible_to(actor).exclude(verified_at=None).first()
    if me is None:
        return None
    row = (
        Invitation.objects.visible_to(SYSTEM)
        .filter(phone_blind=me.phone_blind, until__gt=clock.today(), unit__active=True)
        .order_by("-id")
        .first()
    )
    unit = orgs.body_by_id(row.unit_id) if row else None
    community = orgs.body_by_id(row.community_id) if row else None
    return Invited(unit, community) if unit and community else None


def suggested_community(actor: Actor) -> BodyRef | None:
    """The community of the registered home, for whoever is linked to one."""
    return home_community(actor)


def own_name(actor: Actor) -> str:
    """How the person is called elsewhere here, to begin with."""
    me = Resident.objects.visible_to(actor).first()
    return open_(me.name_sealed) if me is not None and me.name_sealed else ""


def units_like(text: str) -> list[BodyRef]:
    """Units whose name has this text in it, by name; none for fewer than two letters."""
    text = text.strip()[:40].replace("\x00", "")
    if len(text) < 2:
        return []
    rows = Body.objects.filter(
        active=True, kind__in=volunteer_settings().unit_kinds, name__icontains=text
    ).order_by("name")[:MOST_UNITS]
    found = (orgs.body_by_id(pk) for pk in rows.values_list("pk", flat=True))
    return [body for body in found if body is not None]


def as_json(actor: Actor) -> dict[str, Any]:
    """All that is kept about the actor's volunteering, to take along (PIPL art. 45)."""
    own = own_enrolment(actor)
    return {
        "checked_in": own
        and {
            "community": own.community.name if own.community else "",
            "unit": own.unit.name if own.unit else "",
            "called": own.name,
            "skills": own.row.skills,
            "since": own.row.since.isoformat(),
        },
        "teams": [
            {"team": row.team.name, "since": row.since.isoformat()}
            for row in TeamMember.objects.visible_to(actor)
            .filter(ended_at=None)
            .select_related("team")
            .order_by("id")
        ],
        "posts": [
            {
                "title": one.post.title,
                "from": one.post.starts_at.isoformat(),
                "to": one.post.ends_at.isoformat(),
                "state": one.state,
                "came": one.came.isoformat() if one.came else None,
                "went": one.went.isoformat() if one.went else None,
                "minutes": one.minutes,
                "flag": one.flag,
            }
            for one in own_claims(actor, most=10_000)
        ],
        "certificates": [
            {"code": row.code, "name": open_(row.name_sealed), "minutes": row.minutes,
             "first": row.first_on.isoformat(), "last": row.last_on.isoformat()}
            for row in Certificate.objects.visible_to(actor).order_by("issued_at")
        ],
    }  # fmt: skip
