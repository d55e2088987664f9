"""Put right what a membership says, also one that is over, or strike one that never was."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import Membership, MembershipCorrection
from ..policies import reach_for_writing, row_body_for_writing
from .add_membership import check_role
from .terms import refused_as, term


def correct_membership(
    *,
    actor: Actor,
    row_id: int,
    seen: int,
    why: str,
    role: str,
    since: date,
    until: date | None = None,
    representative: str = "",
    post_title: str = "",
    basis: str = "",
) -> Membership:
    """The row says this from now on, for all of its term; what it said is kept with the reason.

    `seen` is how often it had been corrected when it was looked at. NotFound outside of the actor's
    scope, Denied where the actor may only read, Conflict when somebody was first, Invalid (`why`,
    `role`, `since`, `until`) also when it would overlap another membership of the two.
    """
    with transaction.atomic():
        row = _locked(actor, row_id, seen, why)
        was = said_by(row)
        check_role(role, row.body.kind)
        row.role, row.valid = role, term(since, until)
        row.representative, row.post_title = representative.strip(), post_title.strip()
        row.basis = basis.strip()
        became = said_by(row)
        if became == was:
            raise Invalid(_("没有改动。"))
        message = _("改成这样会和同一单位的另一段成员关系重叠。")
        with refused_as(message, "since", "orgs_member_no_overlap"):
            row.save()
        _note(actor, row, was, became, why)
    return row


def strike_membership(*, actor: Actor, row_id: int, seen: int, why: str) -> None:
    """The membership never was: the row goes, what it said is kept with the reason. Errors as

    `correct_membership`.
    """
    with transaction.atomic():
        row = _locked(actor, row_id, seen, why)
        _note(actor, row, said_by(row), None, why)
        row.delete()


def times_corrected(row_id: int) -> int:
    """How often a row was corrected; tells whether somebody was first."""
    return int(MembershipCorrection.reached.filter(row_id=row_id).count())


def said_by(row: Membership) -> dict[str, Any]:
    """What a row says, as it is kept."""
    return {
        "since": row.valid.lower.isoformat(),
        "until": row.valid.upper.isoformat() if row.valid.upper else "",
        "role": row.role,
        "representative": row.representative,
        "post_title": row.post_title,
        "basis": row.basis,
    }


def _locked(actor: Actor, row_id: int, seen: int, why: str) -> Membership:
    reach_for_writing(actor)
    found = Membership.objects.visible_to(actor).select_for_update(of=("self",))
    row: Membership | None = found.filter(pk=row_id).first()
    if row is None:
        raise NotFound
    row_body_for_writing(actor, row.body_id)
    if not why.strip():
        raise Invalid(_("请写明为什么更正。"), "why")
    if times_corrected(row_id) != seen:
        raise Conflict(_("刚刚有人更正过这一项，请看过再改。"))
    return row


def _note(
    actor: Actor, row: Membership, was: dict[str, Any], became: dict[str, Any] | None, why: str
) -> None:
    MembershipCorrection(
        body_id=row.body_id, member_id=row.member_id, row_id=row.pk, was=was, became=became,
        why=why.strip()[:200], recorded_by_id=actor.user_id,
    ).save()  # fmt: skip
