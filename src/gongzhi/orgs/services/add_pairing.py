"""Pair a leader or a unit with a community."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..config import kinds_of
from ..models import Pairing
from ..policies import body_for_writing, body_named
from .terms import refused_as, term


def add_pairing(
    *,
    actor: Actor,
    community: str,
    from_body: str,
    kind: str,
    since: date,
    until: date | None = None,
    leader_name: str = "",
    post_title: str = "",
    basis: str = "",
) -> Pairing:
    """A leader of a body stays in touch with a community (ML-04), or a unit stands by it (ML-08).

    A unit stands by one community at a time: Invalid while it does already.
    """
    target = body_for_writing(actor, community)
    if target.kind not in kinds_of("community"):
        raise Invalid(_("结对的一方应是社区。"), "community")
    origin = body_named(from_body, "from_body")
    if kind not in Pairing.Kind.values:
        raise Invalid(_("请选结对的种类。"), "kind")
    if kind == Pairing.Kind.LEADER and not leader_name.strip():
        raise Invalid(_("领导联系社区要写明是哪位领导。"), "leader_name")
    if origin.id == target.id:
        raise Invalid(_("社区不能和自己结对。"), "from_body")
    row = Pairing(
        kind=kind,
        from_body_id=origin.id,
        community_id=target.id,
        leader_name=leader_name.strip(),
        post_title=post_title.strip(),
        valid=term(since, until),
        basis=basis.strip(),
        recorded_by_id=actor.user_id,
    )
    message = _("“%(name)s”在这段时间里已包保别的社区，一个单位只包保一个社区。") % {
        "name": origin.name
    }
    with refused_as(message, "from_body", "orgs_pairing_unit_no_overlap"):
        row.save()
    return row
