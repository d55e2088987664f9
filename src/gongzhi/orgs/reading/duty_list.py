"""Who promised what in a joint body: the duty list, read from the agreements in force (QA-27).

Nothing is typed twice: a commitment stands in the agreement that the member signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Agreement, AgreementItem, AgreementParty, Membership
from gongzhi.orgs.selectors import BodyRef


@dataclass(frozen=True)
class DutyItem:
    """A commitment, the agreement that holds it, and its last day."""

    text: str
    agreement_id: int
    until: date


@dataclass(frozen=True)
class MemberDuties:
    """A member (or another party) with its commitments; none means that it promised nothing yet."""

    body: BodyRef
    items: tuple[DutyItem, ...]


def duty_list(actor: Actor, body_id: int, day: date) -> list[MemberDuties]:
    """Members of today by code, each with its commitments in agreements that the body signed too.

    Agreements outside of the actor's scope, ended or over, do not count.
    """
    signed = AgreementParty.reached.filter(body_id=body_id).values("agreement_id")
    live = {
        row.pk: row
        for row in Agreement.objects.visible_to(actor).filter(
            pk__in=signed, ended_on=None, signed_on__lte=day, expires_on__gte=day
        )
    }
    items: dict[int, list[DutyItem]] = {}
    rows = AgreementItem.objects.filter(agreement__in=live, body__isnull=False)
    for row in rows.order_by("agreement_id", "number"):
        agreement = live[row.agreement_id]
        found = DutyItem(row.text, agreement.pk, agreement.expires_on)
        items.setdefault(row.body_id or 0, []).append(found)
    members = Membership.objects.filter(body_id=body_id).on(day).facts("member_id")
    ids = {member for (member,) in members} | set(items)
    bodies = (orgs.body_by_id(one) for one in ids)
    return [
        MemberDuties(body, tuple(items.get(body.id, ())))
        for body in sorted(filter(None, bodies), key=lambda body: body.code)
    ]
