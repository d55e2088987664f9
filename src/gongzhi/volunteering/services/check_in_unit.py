"""A unit checks in at a community, by hand or as the rule proposed; a term ends (XY-10, QJ-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.painpoints import left
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.models import UnitCheckin
from gongzhi.volunteering.reach import PAIRERS, community_by_code, is_unit, keeper_ids, watching


@dataclass(frozen=True)
class Asked:
    """A unit at a community from a day (until a day that no longer counts, or open)."""

    unit: str
    community: str
    since: date
    until: date | None = None
    how: str = UnitCheckin.How.HAND
    contact: str = ""
    contact_phone: str = ""
    basis: str = ""


def check_in_unit(*, actor: Actor, asked: Asked) -> UnitCheckin:
    """One unit. Denied outside of the actor's reach, Invalid by field, Conflict when it is there."""
    row = _row(actor, asked)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个单位这段时间已经在这个社区报到。")) from None
    return row


def check_in_units(*, actor: Actor, asked: Sequence[Asked]) -> int:
    """All or nothing; how many. Conflict without any; raises as `check_in_unit`, naming the unit."""
    if not asked:
        raise Conflict(_("请先勾选单位。"))
    with transaction.atomic():
        for one in asked:
            try:
                check_in_unit(actor=actor, asked=one)
            except (Conflict, Invalid) as error:
                body = orgs.body_by_code(one.unit)
                name = body.label() if body else one.unit
                raise Conflict(_("%(unit)s：%(error)s") % {"unit": name, "error": error}) from error
    return len(asked)


def _row(actor: Actor, asked: Asked) -> UnitCheckin:
    unit, community = orgs.body_by_code(asked.unit), community_by_code(asked.community)
    if not may_pair(actor, community.id):
        raise Denied
    if unit is None or not is_unit(unit):
        raise Invalid(_("没有这个单位，请从列表里选。"), "unit")
    if asked.until is not None and asked.until <= asked.since:
        raise Invalid(_("结束日期在开始日期前面。"), "until")
    for name, text, most in (
        ("contact", asked.contact, 40), ("contact_phone", asked.contact_phone, 40),
        ("basis", asked.basis, 120),
    ):  # fmt: skip
        if len(text) > most or "\x00" in text:
            raise Invalid(_("请控制在%(max)d字以内。") % {"max": most}, name)
    if asked.how not in UnitCheckin.How.values:
        raise Invalid(None, "how")
    return UnitCheckin(
        unit_id=unit.id, community_id=community.id, how=asked.how,
        valid=DateRange(asked.since, asked.until), contact=asked.contact.strip(),
        contact_phone=asked.contact_phone.strip(), basis=asked.basis.strip(),
        recorded_by_id=actor.user_id,
    )  # fmt: skip


def may_pair(actor: Actor, community_id: int) -> bool:
    """The community's own desk, and posts of Party affairs that reach it."""
    if community_id in keeper_ids(actor):
        return True
    body = orgs.body_by_id(community_id)
    wide = watching(actor, PAIRERS)
    return body is not None and not wide.nothing and wide.holds_body(body)


def end_unit(*, actor: Actor, checkin_id: int, on: date | None = None) -> UnitCheckin:
    """The unit is no longer there from `on` (today). NotFound outside of the scope."""
    day = on or clock.today()
    with transaction.atomic():
        row = (
            UnitCheckin.objects.visible_to(actor).select_for_update().filter(pk=checkin_id).first()
        )
        if row is None:
            raise NotFound
        if not may_pair(actor, row.community_id):
            raise Denied
        if row.valid.upper is not None and row.valid.upper <= day:
            raise Conflict(_("这个单位的报到已经结束。"))
        # A term has a first day: what began today ends tomorrow.
        last = max(day, row.valid.lower + timedelta(days=1))
        row.valid = DateRange(row.valid.lower, last)
        row.save(update_fields=["valid"])
        if last <= clock.today():
            left(clock.now())
    return row
