"""End a row (a person moved away or died, a home was pulled down), and undo it the same day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Register
from gongzhi.registers.models import Building, Home, Person, RegisterEvent
from gongzhi.registers.policies import must_write
from gongzhi.registers.reading.row_page import ended_today, within_writing
from gongzhi.registers.rows import ending


def end_row(
    *,
    actor: Actor,
    register: Register,
    row_id: int,
    version: int,
    on: date,
    why: str,
    at: datetime | None = None,
) -> None:
    """The row ends on `on` for a reason of registers/rows/ending.py and stays as history.

    NotFound outside the scope, Denied without a post that writes it there, Invalid (`on`, `why`),
    Conflict when it has ended, was changed since it was shown, or something still stands in it.
    """
    at = at or clock.now()
    ending.check(register.key, on=on, why=why, today=clock.local(at).date())
    with transaction.atomic():
        row = _locked(actor, register, row_id)
        if row.ended_on is not None:
            raise Conflict(_("这一条已经注销了。"))
        if row.version != version:
            raise Conflict(_("有人刚刚改过这一条，请核对后再办。"))
        _nothing_stands_in(register, row_id)
        row.ended_on, row.ended_why = on, why
        _save(row, at)
        # Why somebody is gone is theirs: it stands in the row, which is cleared, not in history.
        values = {} if register.key == "people" else {"why": why, "on": on.isoformat()}
        _tell(actor, register, row, "ended", values, at)


def restore_row(
    *, actor: Actor, register: Register, row_id: int, at: datetime | None = None
) -> None:
    """Undo an end of today. NotFound, Denied; Conflict on another day, or when its place is gone."""
    at = at or clock.now()
    with transaction.atomic():
        row = _locked(actor, register, row_id)
        if row.ended_on is None:
            raise Conflict(_("这一条没有注销。"))
        if not ended_today(register, row_id, at=at):
            raise Conflict(_("只有当天能撤销注销。又回来的，请重新登记。"))
        _its_place_stands(register, row)
        row.ended_on, row.ended_why = None, ""
        try:
            with transaction.atomic():
                _save(row, at)
        except IntegrityError as error:
            if "person_stands_once" in str(error):
                raise Conflict(_("这个人已经在别处重新登记，不能撤销。")) from error
            raise Conflict(_("这一户已经有了新的户主，不能撤销。")) from error
        _tell(actor, register, row, "restored", {}, at)


def _locked(actor: Actor, register: Register, row_id: int) -> Any:
    must_write(actor, register)
    rows: Any = register.model.objects.visible_to(actor)
    row = rows.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NotFound
    if not within_writing(actor, register, {"area_path": row.area_path}):
        raise Denied
    return row


def _nothing_stands_in(register: Register, row_id: int) -> None:
    """A building without homes, a home without people; counted past the scope, told as a number."""
    if register.key == "buildings":
        count = Home.reached.filter(building_id=row_id, ended_on=None).count()
        if count:
            raise Conflict(_("楼里还有%(n)d套房屋没有注销，请先注销房屋。") % {"n": count})
    if register.key == "homes":
        count = Person.reached.filter(home_id=row_id, ended_on=None).count()
        if count:
            raise Conflict(_("这套房屋里还登记着%(n)d人，请先更正住处或者注销。") % {"n": count})


def _its_place_stands(register: Register, row: Any) -> None:
    above: Any = None
    if register.key == "homes":
        above = Building.reached.filter(pk=row.building_id).first()
    elif register.key == "people":
        above = Home.reached.filter(pk=row.home_id).first()
    else:
        return
    if above is None or above.ended_on is not None:
        raise Conflict(_("它所在的地方也注销了，请先撤销那一条。"))


def _save(row: Any, at: datetime) -> None:
    row.version += 1
    row.updated_at = at
    row.save(update_fields=["ended_on", "ended_why", "version", "updated_at"])


def _tell(
    actor: Actor, register: Register, row: Any, kind: str, values: Mapping[str, str], at: datetime
) -> None:
    RegisterEvent.reached.create(
        register=register.key, row_id=row.pk, area_path=row.area_path, kind=kind, values=values,
        source="form", user_id=actor.user_id, who=actor.name[:80], at=at,
    )  # fmt: skip
