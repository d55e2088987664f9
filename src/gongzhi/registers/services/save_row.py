"""Add or correct one row from a form: the same steps as a workbook of one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, GongzhiError, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Draft, Register, Writing
from gongzhi.registers.policies import must_write
from gongzhi.registers.rows.drafting import ENDED, prepare
from gongzhi.registers.rows.turns import in_turn
from gongzhi.registers.services.note_elsewhere import note_elsewhere
from gongzhi.registers.services.write_drafts import Written, write_drafts


class RowRefused(GongzhiError):  # noqa: N818
    """Nothing was written; `problems` gives a sentence for each field.

    `outside`: refused because the place lies where the actor does not reach.
    """

    status = 422

    def __init__(self, problems: Mapping[str, str], *, outside: bool = False) -> None:
        self.problems = dict(problems)
        self.outside = outside
        super().__init__(next(iter(self.problems.values()), None), next(iter(self.problems), None))


def save_row(
    *,
    actor: Actor,
    register: Register,
    words: Mapping[str, str],
    row_id: int | None = None,
    version: int | None = None,
    source: str = "form",
    source_id: int | None = None,
    at: datetime | None = None,
) -> Written:
    """`row_id` and `version` as the form showed them when a row is corrected; None adds one.

    Denied, RowRefused, Conflict (somebody was first; or the row that the key names is another).
    """
    must_write(actor, register)
    draft: list[Draft] = []
    try:
        with _late_in_words(), transaction.atomic():
            if row_id is None and register.of_people:
                _one_at_a_time(register, words)
            draft += prepare(register, [(0, words)], Writing(actor, clock.today()), wanted=row_id)
            _fits(draft[0], register, row_id, version)
            return write_drafts(
                register=register, drafts=draft, actor=actor, source=source, source_id=source_id,
                at=at,
            )  # fmt: skip
    except RowRefused:
        note_elsewhere(actor=actor, register=register, drafts=draft, at=at)
        raise


def _fits(draft: Draft, register: Register, row_id: int | None, version: int | None) -> None:
    """RowRefused, Conflict, Invalid."""
    if draft.problems:
        raise RowRefused(dict(reversed(draft.problems)), outside=draft.outside)
    ended = ENDED in draft.changed
    if row_id is not None and ended:
        raise Conflict(_("这一条已经注销，不能更正。又回来的，请重新登记。"))
    if row_id is None and draft.row_id is not None and not ended:
        raise Invalid(_("已经登记过了，请打开那一条来更正。"), register.fields[0].key)
    if row_id is not None and draft.row_id != row_id:
        raise Invalid(_("改了编码或身份，对应的是另一条；请核对。"), register.fields[0].key)
    if version is not None and draft.version != version:
        raise Conflict(_("有人刚刚改过这一条，您填的还在，请核对后再保存。"))


def _one_at_a_time(register: Register, words: Mapping[str, str]) -> None:
    """Somebody without a number is known by place and name: whoever registers at the same place at
    the same moment comes after, and is told.
    """
    in_turn(f"{register.key} {words.get(register.fields[0].key, '').strip()}")


@contextmanager
def _late_in_words() -> Iterator[None]:
    """The database knows who was first; whoever was not is told so."""
    try:
        yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise Conflict(_("刚刚有人登记了同一条，请刷新页面看看。")) from None
