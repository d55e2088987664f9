"""A resident checks in as a volunteer at the community of the own home, or takes it back (XY-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs.models import Body
from gongzhi.orgs.selectors import BodyRef, body_by_code
from gongzhi.volunteering.config import skill_names, volunteer_settings
from gongzhi.volunteering.models import Enrolment, Invitation, NotAgain, TeamMember
from gongzhi.volunteering.reach import community_by_code, is_unit

_NAME_MOST = 20


def enrol(
    *,
    actor: Actor,
    community: str,
    name: str,
    unit: str = "",
    skills: Sequence[str] = (),
    at: datetime | None = None,
) -> Enrolment:
    """Check in, or change how: the row before ends and what was done stays where it was done.

    `community` is a code; `unit` a code or a name that one unit has, or empty. Denied for anybody
    but a resident with a verified phone; NotFound (community); Invalid by field.
    """
    home = community_by_code(community)
    called = _name(name)
    body = unit_named(unit)
    known = skill_names()
    chosen = [key for key in dict.fromkeys(skills) if key in known]
    at = at or clock.now()
    try:
        with transaction.atomic():
            person = _verified(actor)
            mine = Enrolment.objects.visible_to(actor).filter(ended_at=None)
            before = mine.select_for_update().first()
            if before is not None and before.community_id == home.id:
                before.unit_id = body.id if body else None
                before.name_sealed, before.skills = seal(called), chosen
                before.save(update_fields=["unit", "name_sealed", "skills"])
                row: Enrolment = before
            else:
                mine.update(ended_at=at)
                _out_of_teams(actor, at)
                row = Enrolment(
                    resident_id=person.pk, community_id=home.id, unit_id=body.id if body else None,
                    name_sealed=seal(called), skills=chosen, since=at, is_demo=person.is_demo,
                )  # fmt: skip
                row.save(force_insert=True)
            Invitation.objects.visible_to(SYSTEM).filter(phone_blind=person.phone_blind).delete()
    except IntegrityError:
        raise Conflict(_("您刚才已经报到了，请刷新页面看看。")) from None
    return row


def leave(*, actor: Actor, at: datetime | None = None) -> None:
    """No longer a volunteer; hours stay the person's own. The same again is no error."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at = at or clock.now()
    with transaction.atomic():
        Enrolment.objects.visible_to(actor).filter(ended_at=None).update(ended_at=at)
        _out_of_teams(actor, at)


def _out_of_teams(actor: Actor, at: datetime) -> None:
    """Teams are those of the community where somebody stands: the name stays with none of before."""
    standing = TeamMember.objects.visible_to(actor).filter(ended_at=None)
    standing.update(ended_at=at, name_sealed="")


def decline(*, actor: Actor, at: datetime | None = None) -> None:
    """Off the lists of units, and on none again; units do not learn of it."""
    _not_again(_verified(actor).phone_blind, at)


def decline_by_code(*, code: str, at: datetime | None = None) -> None:
    """The same by the address in the text, without signing in. NotFound for no such code."""
    row = invited_by(code)
    _not_again(row.phone_blind, at)


def invited_by(code: str) -> Invitation:
    """The line whose text has this code in it, or the one of the successor of a unit that ended.

    NotFound when it is answered or over.
    """
    rows = Invitation.objects.visible_to(SYSTEM).filter(until__gt=clock.today())
    row: Invitation | None = rows.filter(code=code).first() if code else None
    if row is None:
        raise NotFound
    standing = rows.filter(phone_blind=row.phone_blind, unit__active=True).order_by("-id")
    at_its_own = standing.filter(pk=row.pk).first()
    return at_its_own or standing.first() or row


def _not_again(phone_blind: str, at: datetime | None) -> None:
    with transaction.atomic():
        NotAgain.objects.visible_to(SYSTEM).get_or_create(
            phone_blind=phone_blind, defaults={"at": at or clock.now()}
        )
        Invitation.objects.visible_to(SYSTEM).filter(phone_blind=phone_blind).delete()


def _verified(actor: Actor) -> Resident:
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    person: Resident | None = Resident.objects.visible_to(actor).first()
    if person is None or person.verified_at is None:
        raise Denied(_("请先验证手机号。"))
    return person


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Invalid(_("请写怎么称呼您，写“周师傅”也行。"), "name")
    if len(name) > _NAME_MOST or "\x00" in name:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": _NAME_MOST}, "name")
    return name


def unit_named(text: str) -> BodyRef | None:
    """The unit that was named, None for none. Invalid (`unit`) when it is none or several."""
    text = text.strip()
    if not text:
        return None
    if "\x00" in text:
        raise Invalid(_("没有这个单位，请从列表里选。"), "unit")
    found = body_by_code(text)
    if found is None:
        rows = Body.objects.filter(active=True, kind__in=volunteer_settings().unit_kinds)
        rows = rows.filter(name=text) | rows.filter(short_name=text)
        codes = list(rows.values_list("code", flat=True)[:2])
        if len(codes) > 1:
            raise Invalid(_("有几个单位叫这个名称，请从列表里选。"), "unit")
        found = body_by_code(codes[0]) if codes else None
    if found is None or not is_unit(found):
        raise Invalid(_("没有找到这个单位；不写也可以报到。"), "unit")
    return found
