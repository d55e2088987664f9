"""Enter a need or an offer, or what is carried out without a match."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..lists import NAME_MOST, PARTS, QUANTITY_MOST, classes, list_of
from ..models import Entry
from ..reach import KEEPERS, kept_bodies

LONGEST_DAYS: Final = 731


@dataclass(frozen=True)
class Written:
    """What was filled in. `body` and `support` are codes; days are both in."""

    side: str
    body: str
    class_key: str
    name: str
    quantity: int
    unit: str
    starts_on: date
    ends_on: date
    part: str = "any"
    skills: str = ""
    place: str = ""
    support: str = ""


def record_entry(*, actor: Actor, written: Written, at: datetime | None = None) -> Entry:
    """Denied without a post that keeps lists, Invalid (the field)."""
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied
    body = orgs.body_by_code(written.body)
    if body is None or body not in kept_bodies(actor):
        raise Invalid(_("请选您管的单位。"), "body")
    support = orgs.body_by_code(written.support) if written.support else None
    if written.support and (support is None or support == body or written.side != "carry"):
        raise Invalid(_("请选另一个配合的单位。"), "support")
    _check(written)
    row = Entry(
        side=written.side, body_id=body.id, support_id=support.id if support else None,
        class_key=written.class_key, name=one_line(written.name, "name", NAME_MOST),
        quantity=written.quantity, unit=one_line(written.unit, "unit", 10),
        skills=one_line(written.skills, "skills", 120, needed=False),
        place=one_line(written.place, "place", 120, needed=False),
        starts_on=written.starts_on, ends_on=written.ends_on, part=written.part,
        user_id=actor.user_id, at=at or clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _check(written: Written) -> None:
    if list_of(written.side) is None:
        raise Invalid(_("请选一个清单。"), "side")
    if written.class_key not in classes():
        raise Invalid(_("请从列表里选一项。"), "class_key")
    if written.part not in PARTS:
        raise Invalid(_("请从列表里选一项。"), "part")
    if not 1 <= written.quantity <= QUANTITY_MOST:
        raise Invalid(_("数量从1到%(max)d。") % {"max": QUANTITY_MOST}, "quantity")
    if written.ends_on < written.starts_on:
        raise Invalid(_("结束的日期在开始之前。"), "ends_on")
    if (written.ends_on - written.starts_on).days > LONGEST_DAYS:
        raise Invalid(_("一条最长两年，到期再登记。"), "ends_on")
    if written.ends_on < clock.today():
        raise Invalid(_("日期已经过了。"), "ends_on")
