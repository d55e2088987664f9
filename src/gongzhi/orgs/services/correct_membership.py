"""Put right what a membership says, also one that is over."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..correcting import note_correction, row_to_correct, said_by
from ..models import Membership
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
        row = row_to_correct(actor, row_id, seen, why)
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
        note_correction(actor, row, was, became, why)
    return row
