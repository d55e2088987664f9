"""Things of a station: how many there are, lend them, take them back, and a word when they are late."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.accounts.services.ensure_resident import resident_id_for
from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..config import settings_or_none
from ..models import Loan, Station, Tool
from ..reach import must_keep

TOTAL_MOST = 1000


def save_tool(
    *, actor: Actor, station_id: int, name: str, total: int, tool_id: int | None = None
) -> Tool:
    """Enter a kind of thing, or correct its name and number. Denied, NotFound, Invalid, Conflict."""
    name = one_line(name, "name", 40)
    whole(total, "total", 0, TOTAL_MOST)
    with transaction.atomic():
        station = Station.objects.filter(pk=station_id, ended_on=None).first()
        if station is None:
            raise NotFound
        must_keep(actor, station.body_id)
        row = Tool(station=station)
        if tool_id is not None:
            row = _locked(tool_id, station_id=station_id)
            if total < row.out + row.broken:
                raise Invalid(
                    _("还有%(n)d件借出去或坏了没修，总数不能比这少。")
                    % {"n": row.out + row.broken},
                    "total",
                )
        row.name, row.total = name, total
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(_("这里已经登记了同名的工具。"), "name") from None
    return row


def mend_tool(*, actor: Actor, tool_id: int, mended: int, gone: int) -> Tool:
    """Of the broken ones some are mended, some are thrown away."""
    with transaction.atomic():
        row = _locked(tool_id)
        must_keep(actor, row.station.body_id)
        whole(mended, "mended", 0, row.broken)
        whole(gone, "gone", 0, row.broken - mended)
        row.broken -= mended + gone
        row.total -= gone
        row.save(update_fields=["broken", "total"])
    return row


def lend(
    *, actor: Actor, tool_id: int, key: uuid.UUID, phone: str, name: str = "", quantity: int = 1,
    due_on: date | None = None, at: datetime | None = None,
) -> Loan:  # fmt: skip
    """To whoever stands at the counter, by phone. The same key gives the same line again.

    Raises Denied, NotFound, Invalid by field, Conflict when there are not so many left.
    """
    at = at or clock.now()
    settings = settings_or_none()
    days, most = (settings.lending.days, settings.lending.each_most) if settings else (7, 2)
    whole(quantity, "quantity", 1, most)
    today = clock.local(at).date()
    due_on = due_on or today + timedelta(days=days)
    if due_on < today:
        raise Invalid(_("还的日子不能早于今天。"), "due_on")
    if due_on > today + timedelta(days=days):
        raise Invalid(_("最多借%(n)d天。") % {"n": days}, "due_on")
    with transaction.atomic():
        tool = _locked(tool_id)
        must_keep(actor, tool.station.body_id)
        again = Loan.reached.filter(key=key).first()
        if again is not None:
            return again
        if not phone.strip():
            raise Invalid(_("请填写手机号，好提醒归还。"), "phone")
        resident = resident_id_for(phone=phone, name=name)
        held = Loan.reached.filter(tool=tool, resident_id=resident, closed_at=None)
        if sum(held.values_list("quantity", flat=True)) + quantity > most:
            raise Invalid(_("同一样一个人最多借%(n)d件。") % {"n": most}, "quantity")
        try:
            with transaction.atomic():
                Tool.objects.filter(pk=tool.pk).update(out=F("out") + quantity)
        except IntegrityError:
            raise Conflict(_("现在只剩%(n)d件，不够借。") % {"n": tool.free}, "quantity") from None
        return Loan.reached.create(
            key=key, tool=tool, resident_id=resident, quantity=quantity, lent_at=at,
            due_on=due_on, user_id=actor.user_id,
        )  # fmt: skip


def take_back(
    *, actor: Actor, loan_id: int, lost: int = 0, damaged: int = 0, at: datetime | None = None
) -> Loan:
    """All of a line at once: those that are not lost are back. Denied, NotFound, Invalid, Conflict."""
    if actor.kind != "staff":
        raise Denied
    with transaction.atomic():
        row = (
            Loan.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("tool__station")
            .filter(pk=loan_id)
            .first()
        )
        if row is None:
            raise NotFound
        must_keep(actor, row.tool.station.body_id)
        if row.closed_at is not None:
            raise Conflict(_("已经还过了。"))
        whole(lost, "lost", 0, row.quantity)
        whole(damaged, "damaged", 0, row.quantity)
        if lost + damaged > row.quantity:
            raise Invalid(_("丢的和坏的加起来最多%(n)d件。") % {"n": row.quantity}, "damaged")
        row.back, row.lost, row.damaged = row.quantity - lost, lost, damaged
        row.closed_at = at or clock.now()
        row.save(update_fields=["back", "lost", "damaged", "closed_at"])
        Tool.objects.filter(pk=row.tool_id).update(
            out=F("out") - row.quantity, total=F("total") - lost, broken=F("broken") + damaged
        )
    return row


def remind_late(*, at: datetime | None = None) -> int:
    """A word to everybody whose day has passed, once a line; how many lines are late."""
    at = at or clock.now()
    late = Loan.reached.filter(
        closed_at=None, due_on__lt=clock.local(at).date(), resident__isnull=False
    )
    rows = list(late.select_related("tool__station"))
    for row in rows:
        tell_resident(
            resident_id=row.resident_id or 0, kind="tool_due",
            context={"title": row.tool.name, "due": row.due_on,
                     "area": row.tool.station.name},
            dedupe=f"tool-due-{row.pk}", at=at,
        )  # fmt: skip
    return len(rows)


def _locked(tool_id: int, **more: int) -> Tool:
    row = (
        Tool.objects.select_for_update(of=("self",))
        .select_related("station")
        .filter(pk=tool_id, ended_on=None, **more)
        .first()
    )
    if row is None:
        raise NotFound
    return row
