"""Check every row of a workbook and tell what is wrong; writes nothing into a register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import User
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.said import said as _
from gongzhi.kernel.said import sentence_of, stored
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.registers.catalogue import REGISTERS, Draft, Register, Writing
from gongzhi.registers.models import RegisterImport
from gongzhi.registers.policies import must_write
from gongzhi.registers.rows import uploads
from gongzhi.registers.rows.drafting import prepare
from gongzhi.registers.rows.workbook import read_rows
from gongzhi.registers.services.note_elsewhere import note_elsewhere

# (line, field key, sentence as kernel/said.py stores it); line 0 and no field: the whole file.
Problem = tuple[int, str, Any]
KEPT: Final = 2000  # problems that are listed; the rest is counted


def check_import(*, import_id: int) -> None:
    """From `checking` to `checked`, with counts and problems; a second run finds nothing to do."""
    row = RegisterImport.objects.visible_to(SYSTEM).filter(pk=import_id, status="checking").first()
    if row is None:
        return
    register = REGISTERS[row.register]
    try:
        drafts = drafts_of(row, register)
    except GongzhiError as error:
        _settle(
            row, total=0, counts={}, problems=[(0, "", stored(sentence_of(error)))], problem_count=1
        )
        return
    problems = problems_of(drafts)
    note_elsewhere(actor=writer_of(row), register=register, drafts=drafts)
    _settle(
        row, total=len(drafts), counts=_counts(drafts), problems=problems[:KEPT],
        problem_count=len(problems),
    )  # fmt: skip


def writer_of(row: RegisterImport) -> Actor:
    """Whoever brought it, with the posts of this moment."""
    return actor_of_user(User.objects.get(pk=row.user_id))


def drafts_of(row: RegisterImport, register: Register) -> list[Draft]:
    """The rows of the file as drafts, seen by whoever brought it. Denied, Invalid."""
    actor = writer_of(row)
    must_write(actor, register)
    try:
        with uploads.opened(row.upload) as path:
            words = read_rows(register, path)
    except OSError as error:
        raise GongzhiError(_("上传的文件不在了，请重新上传。")) from error

    def tell(done: int) -> None:
        RegisterImport.reached.filter(pk=row.pk).update(done=done, total=len(words))

    quick = connection.in_atomic_block  # inside a transaction nobody sees the progress
    writing = Writing(actor, clock.today())
    return prepare(register, words, writing, progress=None if quick else tell)


def problems_of(drafts: Sequence[Draft]) -> list[Problem]:
    """Everything that is wrong, in the order of the file, to be worded by whoever reads it."""
    return [
        (draft.line, key, stored(sentence)) for draft in drafts for key, sentence in draft.problems
    ]


def _counts(drafts: Sequence[Draft]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for draft in drafts:
        if draft.problems:
            found["wrong"] += 1
        elif draft.row_id is None:
            found["new"] += 1
        else:
            found["changed" if draft.changed else "same"] += 1
    return dict(found)


def _settle(
    row: RegisterImport,
    *,
    total: int,
    counts: dict[str, int],
    problems: list[Problem],
    problem_count: int,
) -> None:
    RegisterImport.reached.filter(pk=row.pk, status="checking").update(
        status="checked", total=total, done=total, counts=counts, problems=problems,
        problem_count=problem_count,
    )  # fmt: skip
