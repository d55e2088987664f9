"""Write a checked workbook into its register, whole or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, GongzhiError, NotFound
from gongzhi.kernel.said import said as _
from gongzhi.kernel.said import sentence_of, stored
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.jobs import apply_later
from gongzhi.registers.models import RegisterImport
from gongzhi.registers.rows import uploads
from gongzhi.registers.rows.turns import in_turn
from gongzhi.registers.services.check_import import KEPT, Problem, drafts_of, problems_of, writer_of
from gongzhi.registers.services.write_drafts import Written, write_drafts


def ask_to_apply(*, actor: Actor, import_id: int) -> None:
    """Have it written by a job. NotFound for another's; Conflict unless checked and right."""
    with transaction.atomic():
        found = RegisterImport.objects.visible_to(actor).filter(pk=import_id)
        if not found.exists():
            raise NotFound
        ready = found.filter(status="checked", problem_count=0, total__gt=0)
        if not ready.update(status="applying", done=0):
            raise Conflict(_("这份表还不能导入：没有核对完，有问题，或者已经处理过。"))
        apply_later(import_id)


def apply_import(*, import_id: int, at: datetime | None = None) -> Written | None:
    """One transaction; None when there is nothing to do any more.

    What has changed since it was checked is checked again: with problems nothing is written and
    the import is back at `checked`.
    """
    at = at or clock.now()
    row = RegisterImport.objects.visible_to(SYSTEM).filter(pk=import_id, status="applying").first()
    if row is None:
        return None
    register = REGISTERS[row.register]
    try:
        with transaction.atomic():
            # Whoever comes second waits here and then finds it applied.
            mine = RegisterImport.reached.select_for_update().get(pk=row.pk)
            if mine.status != "applying":
                return None
            in_turn(f"import {register.key}")  # two workbooks with the same people
            drafts = drafts_of(row, register)
            problems = problems_of(drafts)
            if problems:
                _back(row.pk, problems)
                return None
            written = write_drafts(
                register=register, drafts=drafts, actor=writer_of(row), source="import",
                source_id=row.pk, at=at,
            )  # fmt: skip
            RegisterImport.reached.filter(pk=row.pk).update(
                status="applied",
                decided_at=at,
                done=row.total,
                upload="",
                counts={"new": written.new, "changed": written.changed, "same": written.same},
            )
    except GongzhiError as error:
        _back(row.pk, [(0, "", stored(sentence_of(error)))])
        return None
    uploads.forget(row.upload)
    return written


def _back(import_id: int, problems: list[Problem]) -> None:
    RegisterImport.reached.filter(pk=import_id).update(
        status="checked", problems=problems[:KEPT], problem_count=len(problems)
    )
