"""Keep a functional area: a set of areas and bodies, or a shape of its own (JN-40, JN-41)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.areas import selectors
from gongzhi.areas.boundaries.movers import Effect, Moved
from gongzhi.areas.models import FunctionalArea, FunctionalMember
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.geometry import geojson_of
from gongzhi.kernel.scope import Actor

_CODE = re.compile(r"[0-9A-Za-z-]{2,20}\Z")


@dataclass(frozen=True)
class Wanted:
    """What a functional area is to be. `area_ids` and `body_ids` are its members."""

    code: str
    name: str
    kind: str
    name_en: str = ""
    note: str = ""
    shape: Any = field(default=None, repr=False, compare=False)
    area_ids: tuple[int, ...] = ()
    body_ids: tuple[int, ...] = ()


def keep_functional(
    *, actor: Actor, wanted: Wanted, functional_id: int | None = None
) -> FunctionalArea:
    """Create one, or change one. Raises Denied, NotFound, Invalid and Conflict."""
    check_may_change(actor)
    _check(wanted)
    with transaction.atomic():
        row = _row(functional_id)
        _check_goes_on(row)
        taken = FunctionalArea.objects.filter(code=wanted.code).exclude(pk=functional_id or 0)
        if taken.exists():
            raise _taken(wanted)
        row.code, row.name, row.name_en = wanted.code, wanted.name.strip(), wanted.name_en.strip()
        row.kind, row.note = wanted.kind, wanted.note.strip()
        if wanted.shape is not None:
            row.shape = geojson_of(wanted.shape)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # somebody took the code in this very moment
            raise _taken(wanted) from None
        row.members.all().delete()
        FunctionalMember.objects.bulk_create(
            [FunctionalMember(functional=row, area_id=i) for i in dict.fromkeys(wanted.area_ids)]
            + [FunctionalMember(functional=row, body=i) for i in dict.fromkeys(wanted.body_ids)]
        )
    return row


def _row(functional_id: int | None) -> FunctionalArea:
    if functional_id is None:
        return FunctionalArea(valid=DateRange(clock.today(), None))
    row = FunctionalArea.objects.select_for_update().filter(pk=functional_id).first()
    if row is None:
        raise NotFound
    return row


def _taken(wanted: Wanted) -> Conflict:
    return Conflict(_("编码%(code)s已有区域在用。") % {"code": wanted.code}, "code")


def _check_goes_on(row: FunctionalArea) -> None:
    """What has ended stays as it was."""
    if row.valid.upper is not None and row.valid.upper <= clock.today():
        raise Conflict(_("“%(name)s”已经停用，不能再改。") % {"name": row.name})


def _check(wanted: Wanted) -> None:
    if not wanted.name.strip() or len(wanted.name) > 80:
        raise Invalid(_("名称要填，最多80个字。"), "name")
    if not _CODE.match(wanted.code):
        raise Invalid(_("编码是2到20位字母、数字或短横线。"), "code")
    if wanted.kind not in FunctionalArea.Kind.values:
        raise Invalid(_("请选择类别。"), "kind")
    if not (wanted.area_ids or wanted.body_ids or wanted.shape is not None):
        raise Invalid(_("请写上包括哪些区域或单位，或给出图形。"), "areas")
    missing = [i for i in wanted.area_ids if selectors.area_by_id(i) is None]
    if missing:
        raise Invalid(_("所选区域已经不在了。"), "areas")


def end_functional(*, actor: Actor, functional_id: int) -> FunctionalArea:
    """It is none from today on; what it was stays to be read. Raises Denied, NotFound and Conflict."""
    check_may_change(actor)
    with transaction.atomic():
        row = _row(functional_id)
        _check_goes_on(row)
        today = clock.today()
        lower = row.valid.lower
        row.valid = DateRange(lower, today) if lower < today else DateRange(lower, today, "[]")
        row.save()
    return row


def preview_members(effect: Effect) -> list[Moved]:
    """Functional areas that hold an area which ends."""
    gone = effect.drawing.forward.areas & effect.drawing.closed
    rows = FunctionalMember.objects.filter(area_id__in=gone)
    count = rows.values("functional_id").distinct().count()
    return [Moved(_("跨区功能区"), count)] if count else []


def move_members(effect: Effect) -> int:
    """A functional area holds whatever became of its members: all of them, if several."""
    moved = 0
    for area_id in effect.drawing.forward.areas & effect.drawing.closed:
        ways = effect.drawing.forward.ways(area_id)
        rows = list(FunctionalMember.objects.filter(area_id=area_id))
        FunctionalMember.objects.bulk_create(
            [
                FunctionalMember(functional_id=row.functional_id, area_id=way.area_id)
                for row in rows
                for way in ways
            ],
            ignore_conflicts=True,
        )
        FunctionalMember.objects.filter(pk__in=[row.pk for row in rows]).delete()
        moved += len(rows)
    return moved
