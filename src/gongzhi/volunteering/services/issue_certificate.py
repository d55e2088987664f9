"""A certificate of volunteer hours: free, from the record alone (志愿服务条例, art. 19)."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.volunteering.models import Certificate, Claim, Enrolment
from gongzhi.volunteering.reading.results import Span

# Without letters and digits that are read for each other.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_LENGTH: Final = 16
_NAME_MOST: Final = 40


def issue_certificate(
    *, actor: Actor, name: str, first: date, last: date, at: datetime | None = None
) -> Certificate:
    """Of what is credited to the person in shifts of these days (both included).

    Denied for anybody else, Invalid by field, Conflict when nothing is credited.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at, name = at or clock.now(), " ".join(name.split())
    if not name or len(name) > _NAME_MOST or "\x00" in name:
        raise Invalid(_("请写印在证明上的姓名，40字以内。"), "name")
    if last < first:
        raise Invalid(_("结束日期在开始日期前面。"), "last")
    since, until = Span(first, last).bounds()
    found = (
        Claim.objects.visible_to(actor)
        .filter(minutes__gt=0, during__startswith__gte=since, during__startswith__lt=until)
        .aggregate(times=Count("id"), minutes=Sum("minutes"))
    )
    if not found["times"]:
        raise Conflict(_("这段时间没有记下的服务。"))
    standing = Enrolment.objects.visible_to(actor).order_by("ended_at", "-since").first()
    row = Certificate(
        code="".join(secrets.choice(_LETTERS) for _n in range(_LENGTH)),
        resident_id=actor.resident_id, community_id=standing.community_id if standing else None,
        name_sealed=seal(name), first_on=first, last_on=last, times=found["times"],
        minutes=found["minutes"], issued_at=at, is_demo=bool(standing and standing.is_demo),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def certificate_by_code(code: str) -> Certificate:
    """For whoever holds the code, however it was typed. NotFound for none."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    found: Certificate | None = (
        Certificate.objects.marked().filter(code=plain).first() if plain.isascii() else None
    )
    if found is None:
        raise NotFound(_("没有这份证明，请核对证明上的码。"))
    return found
