"""Record what a community is asked to hang, attend or keep."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..burden import BASIS_MOST, KINDS, NAME_MOST, YEAR_MOST
from ..models import Burden
from ..reach import asked_communities, asking_bodies, communities


def record_burden(
    *,
    actor: Actor,
    body: str,
    kind: str,
    name: str,
    asked_by: str,
    basis: str = "",
    a_year: int | None = None,
    since: date | None = None,
) -> Burden:
    """`body` is the community's code; a department asks in its own name, whatever is typed.

    Denied, Invalid (the field), Conflict when it stands there.
    """
    found = orgs.body_by_code(body)
    there = asked_communities(actor)
    if not there:
        raise Denied
    if found is None or found not in there:
        raise Invalid(_("请选您辖区里的社区。"), "body")
    asker = None if found in communities(actor) else asking_bodies(actor)[0]
    if asker is not None:
        asked_by = asker.name
    if kind not in KINDS:
        raise Invalid(_("请选是牌子、会议还是台账。"), "kind")
    if a_year is not None and not 1 <= a_year <= YEAR_MOST:
        raise Invalid(_("一年最多%(max)d次。") % {"max": YEAR_MOST}, "a_year")
    since = since or clock.today()
    if since > clock.today():
        raise Invalid(_("日期还没有到。"), "since")
    row = Burden(
        body_id=found.id, kind=kind, name=one_line(name, "name", NAME_MOST),
        asked_by=one_line(asked_by, "asked_by", NAME_MOST),
        basis=one_line(basis, "basis", BASIS_MOST, needed=False), since=since,
        a_year=a_year if kind != "plaque" else None, user_id=actor.user_id,
        asker_id=asker.id if asker else _body_called(asked_by),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个社区已经登记了同样的一项。")) from None
    return row


def record_everywhere(*, actor: Actor, **values: Any) -> int:
    """The same for every community that the actor may ask: how many, none where it stands already."""
    done = 0
    with transaction.atomic():
        for one in asked_communities(actor):
            with suppress(Conflict):
                record_burden(actor=actor, body=one.code, **values)
                done += 1
    if not done:
        raise Conflict(_("这些社区都已经登记了同样的一项。"))
    return done


def _body_called(words: str) -> int | None:
    """The department that is named in full or short, so that it reads what is said of it."""
    name = " ".join(words.split())
    for body in orgs.bodies_of_kind("department"):
        if name and name in {body.name, body.short_name}:
            return body.id
    return None
