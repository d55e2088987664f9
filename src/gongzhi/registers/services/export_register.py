"""A register as Excel, streamed: for a purpose, logged, masked unless one may see people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import AccessLog
from gongzhi.accounts.services.log_access import log_access
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor, covers
from gongzhi.kernel.sheets import Column, write_xlsx_to
from gongzhi.registers.catalogue import Register
from gongzhi.registers.models import ExportReach
from gongzhi.registers.policies import may_write
from gongzhi.registers.reach import PEOPLE_ROLES, PLACE_ROLES, area_paths
from gongzhi.registers.reading.listing import ANYWHERE, Within, scoped
from gongzhi.registers.reading.overview import sees
from gongzhi.registers.rows import rowwords

_AT_ONCE: Final = 2000


def may_take_personal(actor: Actor, register: Register) -> bool:
    """Whether the actor works with people somewhere; elsewhere personal fields stay masked."""
    if register.by_body:
        return may_write(actor, register)
    return bool(area_paths(actor, register.readers or PEOPLE_ROLES))


def export_register(
    *,
    actor: Actor,
    register: Register,
    file: IO[bytes],
    purpose: str,
    within: Within = ANYWHERE,
    personal: bool = False,
    at: datetime | None = None,
) -> int:
    """Write the standing rows within scope into `file`; how many.

    Denied; Invalid (`purpose`) without one. Memory does not grow with the rows.
    """
    if actor.kind != "staff" or not sees(actor, register):
        raise Denied
    if personal and not may_take_personal(actor, register):
        raise Denied
    if not purpose.strip():
        raise Invalid(_("请写明导出事由。"), "purpose")
    if register.by_body and not within.body:
        raise Invalid(_("请先选一个党组织。"))
    # The moment of reading, by which those who stood there then are told.
    at = at or clock.now()
    with transaction.atomic():
        rows = scoped(actor, register, within=within).order_by("area_path", "id")
        found = rows.values(*rowwords.columns(register)).iterator(chunk_size=_AT_ONCE)
        count = write_xlsx_to(
            file,
            [Column(field.title, field.width) for field in register.fields],
            _lines(actor, register, found, personal=personal),
            title=register.title,
        )
        kind = _("含个人信息") if personal else _("个人信息已遮盖")
        log = log_access(
            actor=actor, kind="export", purpose=purpose, at=at,
            subject=f"{register.key} {within.body or within.area} {count} {kind}",
        )  # fmt: skip
        narrowed = register.narrowed_by and within.value
        if not register.by_body and not narrowed:
            _note_reach(actor, register, within, log, count, personal=personal)
    return count


def _note_reach(
    actor: Actor, register: Register, within: Within, log: AccessLog, count: int, *, personal: bool
) -> None:
    """Which subtrees were taken, so that the people in them are told (reading/own_exports.py)."""
    roles = register.readers or (PEOPLE_ROLES if register.key == "people" else PLACE_ROLES)
    paths = area_paths(actor, roles)
    area = areas.area_by_code(within.area) if within.area else None
    if area is not None:
        above = any(covers(path, area.path) for path in paths)
        paths = (area.path,) if above else tuple(p for p in paths if covers(area.path, p))
    ExportReach.objects.create(
        log=log, register=register.key, paths=list(paths), area_id=area.id if area else None,
        rows=count, personal=personal,
    )  # fmt: skip


def _lines(
    actor: Actor, register: Register, rows: Iterator[Mapping[str, Any]], *, personal: bool
) -> Iterator[list[str]]:
    paths = area_paths(actor, register.readers or PEOPLE_ROLES) if personal else ()

    @cache
    def opened(path: str) -> bool:
        if register.by_body:
            return personal
        return any(covers(above, path) for above in paths)

    for row in rows:
        yield [
            *rowwords.words(register, row, mode="file", opened=opened(row["area_path"])).values()
        ]
