"""Make a Party organisation and a person answer for an area, a grid or homes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..config import kinds_of
from ..models import Responsibility
from ..policies import area_for_writing, body_named
from ..reading.duty import must_be_answered_for
from .terms import refused_as, term


def assign_responsibility(
    *,
    actor: Actor,
    kind: str,
    area: str,
    body: str,
    since: date,
    person_name: str = "",
    user_id: int | None = None,
    until: date | None = None,
    basis: str = "",
) -> Responsibility:
    """包区, 联网 or 挂户 (ML-22, XY-15): who answers for an area from a day on.

    Denied outside of the actor's reach; Invalid when somebody answers for it in that time, when
    the body is no Party organisation, or when a grid is named that is none.
    """
    place = area_for_writing(actor, area)
    holder = body_named(body, "body")
    if kind not in Responsibility.Kind.values:
        raise Invalid(_("请选包区、联网或挂户。"), "kind")
    if holder.kind not in kinds_of("party"):
        raise Invalid(_("负责的应是党组织。"), "body")
    if kind != Responsibility.Kind.HOME and not must_be_answered_for(kind, place):
        raise Invalid(_("“%(name)s”这一级不需要记这一项。") % {"name": place.name}, "area")
    row = Responsibility(
        kind=kind,
        area_id=place.id,
        body_id=holder.id,
        person_name=person_name.strip(),
        user_id=user_id,
        valid=term(since, until),
        basis=basis.strip(),
        recorded_by_id=actor.user_id,
    )
    message = _("“%(name)s”在这段时间里已有人负责，请先结束原来的。") % {"name": place.name}
    names = [f"orgs_duty_{kind}_no_overlap" for kind in Responsibility.Kind.values]
    with refused_as(message, "area", *names):
        row.save()
    return row
