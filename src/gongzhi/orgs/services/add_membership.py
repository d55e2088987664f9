"""Take a body into a body."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..config import kinds_of
from ..models import Membership
from ..policies import body_for_writing, body_named
from .terms import refused_as, term


def add_membership(
    *,
    actor: Actor,
    body: str,
    member: str,
    role: str,
    since: date,
    until: date | None = None,
    representative: str = "",
    post_title: str = "",
    basis: str = "",
) -> Membership:
    """`member` (code) belongs to `body` (code) from a day on (ML-02, ML-07, QA-27).

    Denied outside of the actor's reach; Invalid when it belongs already in that time.
    """
    holder = body_for_writing(actor, body)
    joined = body_named(member, "member")
    if joined.id == holder.id:
        raise Invalid(_("一个单位不能是自己的成员。"), "member")
    check_role(role, holder.kind)
    row = Membership(
        body_id=holder.id,
        member_id=joined.id,
        role=role,
        valid=term(since, until),
        representative=representative.strip(),
        post_title=post_title.strip(),
        basis=basis.strip(),
        recorded_by_id=actor.user_id,
    )
    message = _("“%(name)s”在这段时间里已经是成员了。") % {"name": joined.name}
    with refused_as(message, "member", "orgs_member_no_overlap"):
        row.save()
    return row


def check_role(role: str, kind: str) -> None:
    """Invalid (`role`) for none, or one that a body of this kind does not give."""
    if role not in Membership.Role.values:
        raise Invalid(_("请选一个成员身份。"), "role")
    if role == Membership.Role.COVERED and kind not in kinds_of("party"):
        raise Invalid(_("“已建党组织”只能记在党组织名下。"), "role")
