"""A mistake in a membership is put right: the row, and the note of what it said before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from .models import Membership, MembershipCorrection
from .policies import reach_for_writing, row_body_for_writing


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


def row_to_correct(actor: Actor, row_id: int, seen: int, why: str) -> Membership:
    """Locked, when it still is what the actor has `seen`.

    NotFound outside of the scope, Denied where the actor may only read, Invalid (`why`), Conflict.
    """
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


def note_correction(
    actor: Actor, row: Membership, was: dict[str, Any], became: dict[str, Any] | None, why: str
) -> None:
    """What the row said and says, and why; `became` is None where it goes."""
    MembershipCorrection(
        body_id=row.body_id, member_id=row.member_id, row_id=row.pk, was=was, became=became,
        why=why.strip()[:200], recorded_by_id=actor.user_id,
    ).save()  # fmt: skip
