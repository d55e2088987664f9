"""Open a temporary Party branch."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..config import kinds_of
from ..models import Body, TemporaryBranch
from ..policies import body_for_writing
from .terms import EARLIEST


def open_temporary(
    *, actor: Actor, parent: str, name: str, kind: str, reason: str, on: date, basis: str = ""
) -> TemporaryBranch:
    """A temporary branch or general branch below a Party organisation, from a day on (QJ-02).

    Denied outside of the actor's reach; Invalid without a reason, or for a kind that is not
    temporary. It stands in its parent's area.
    """
    above = body_for_writing(actor, parent)
    if above.kind not in kinds_of("party"):
        raise Invalid(_("临时党组织要设在一个党组织下面。"), "parent")
    if kind not in kinds_of("temporary"):
        raise Invalid(_("请选临时党支部或临时党总支。"), "kind")
    name, reason = name.strip(), reason.strip()
    if not name or len(name) > 120:
        raise Invalid(_("请写名称，不超过120个字。"), "name")
    if not reason:
        raise Invalid(_("请写成立的原因。"), "reason")
    if on < EARLIEST or on > clock.today():
        raise Invalid(_("成立日期不能晚于今天。"), "on")
    with transaction.atomic():
        body_id = _next_id()
        body = Body.objects.create(
            id=body_id, code=f"T-{body_id}", name=name, kind=kind, parent_id=above.id,
            path=f"{above.path}{body_id}.", area_id=above.area_id, from_profile=False,
        )  # fmt: skip
        opened = TemporaryBranch.objects.create(
            body=body, reason=reason, opened_on=on, basis=basis.strip(),
            recorded_by_id=actor.user_id,
        )  # fmt: skip
    orgs.forget()
    return opened


def _next_id() -> int:
    """An id beforehand: the row is written once, with its path."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Body._meta.db_table])
        return int(cursor.fetchone()[0])
