"""Close a temporary Party branch."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ..models import Body, Membership, OfficePost, Responsibility, TemporaryBranch, TemporaryCount
from ..policies import body_for_writing


def close_temporary(*, actor: Actor, branch: str, on: date, why: str) -> TemporaryBranch:
    """Ends everything that stands in it on the same day; members are simply at home again.

    Conflict when it is closed already; Invalid before its opening, in the future or without a
    reason.
    """
    body = body_for_writing(actor, branch)
    if not why.strip():
        raise Invalid(_("请写撤销的原因。"), "why")
    if on > clock.today():
        raise Invalid(_("撤销日期不能晚于今天。"), "on")
    with transaction.atomic():
        opened = TemporaryBranch.objects.select_for_update().filter(body_id=body.id).first()
        if opened is None:
            raise NotFound
        if opened.closed_on is not None:
            raise Conflict(_("这个临时党组织已经撤销了。"))
        if on <= opened.opened_on:
            raise Invalid(_("撤销日期应晚于成立日期。"), "on")
        opened.closed_on, opened.closed_why = on, why.strip()
        opened.save(update_fields=["closed_on", "closed_why"])
        _end(TemporaryCount.reached.filter(branch=opened), on)
        _end(Membership.reached.filter(Q(body_id=body.id) | Q(member_id=body.id)), on)
        _end(OfficePost.reached.filter(body_id=body.id), on)
        _end(Responsibility.reached.filter(body_id=body.id), on)
        row = Body.objects.get(pk=body.id)
        row.active = False
        row.save(update_fields=["active", "updated_at"])
    orgs.forget()
    return opened


def _end(rows: Any, on: date) -> None:
    """Rows in force end that day; what had not begun by then never does."""
    rows.filter(valid__startswith__gte=on).delete()
    for row in rows.filter(valid__contains=on).select_for_update():
        row.valid = DateRange(row.valid.lower, on)
        row.save(update_fields=["valid"])
