"""What a visit learned about single fields of a row: corrected or seen to be true, with history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Register, Writing
from gongzhi.registers.models import RegisterEvent
from gongzhi.registers.policies import must_write
from gongzhi.registers.reading.last_seen import last_seen
from gongzhi.registers.reading.row_page import read_row, within_writing
from gongzhi.registers.rows import rowwords
from gongzhi.registers.rows.drafting import prepare
from gongzhi.registers.services.save_row import RowRefused
from gongzhi.registers.services.write_drafts import write_drafts


@dataclass(frozen=True)
class Checked:
    """Keys of the fields that changed, and of those that were as registered."""

    changed: tuple[str, ...]
    confirmed: tuple[str, ...]


def check_fields(
    *,
    actor: Actor,
    register: Register,
    row_id: int,
    version: int,
    asked: Collection[str],
    changes: Mapping[str, str],
    askable: Collection[str],
    source_id: int | None = None,
    at: datetime | None = None,
) -> Checked:
    """Write `changes` (field → words) and note that the other `asked` fields are still true.

    `askable` are the fields that visits ask of this register: the row as a whole was checked on
    the day of the oldest of them. NotFound, Denied, RowRefused; Conflict when the row is not of
    `version` any more, and then nothing is written.
    """
    must_write(actor, register)
    at = at or clock.now()
    with transaction.atomic():
        # The row stays as it is until this is done: somebody else's change waits or was first.
        register.model.reached.select_for_update().filter(pk=row_id).first()
        row = read_row(actor, register, row_id)
        if not within_writing(actor, register, row):
            raise Denied
        if row["version"] != version:
            raise Conflict(_("登记刚刚被别人改过。"))
        before = last_seen(register, {row_id: row["checked_on"]})[row_id]
        changed: tuple[str, ...] = ()
        if changes:
            changed = _write(actor, register, row, changes, source_id, at)
        confirmed = tuple(key for key in asked if key not in changed)
        if confirmed:
            _note(actor, register, row, confirmed, source_id, at)
        today = clock.local(at).date()
        days = {key: before[key] for key in askable} | dict.fromkeys(
            (key for key in (*changed, *confirmed) if key in askable), today
        )
        if days:
            register.model.reached.filter(pk=row_id).update(checked_on=min(days.values()))
        return Checked(changed, confirmed)


def _write(
    actor: Actor,
    register: Register,
    row: Mapping[str, object],
    changes: Mapping[str, str],
    source_id: int | None,
    at: datetime,
) -> tuple[str, ...]:
    """The row with these fields changed; everything else stays and nobody has to see it."""
    words = rowwords.words(register, row, mode="form", opened=True) | dict(changes)
    row_id = row["id"]
    assert isinstance(row_id, int)
    writing = Writing(actor, clock.local(at).date())
    draft = prepare(register, [(0, words)], writing, wanted=row_id)[0]
    if draft.problems:
        raise RowRefused(dict(reversed(draft.problems)), outside=draft.outside)
    if draft.row_id != row_id:
        raise Invalid(_("改了编码或身份，对应的是另一条；请核对。"), next(iter(changes)))
    if draft.changed:
        try:
            with transaction.atomic():
                write_drafts(
                    register=register, drafts=[draft], actor=actor, source="visit",
                    source_id=source_id, at=at,
                )  # fmt: skip
        except IntegrityError as error:
            if "person_one_head" not in str(error):
                raise
            raise Invalid(_("这户已经登记了一位户主。"), "relation") from error
    return tuple(draft.changed)


def _note(
    actor: Actor,
    register: Register,
    row: Mapping[str, object],
    fields: Collection[str],
    source_id: int | None,
    at: datetime,
) -> None:
    RegisterEvent.reached.create(
        register=register.key, row_id=row["id"], area_path=row["area_path"], kind="confirmed",
        fields=list(fields), values={}, source="visit", source_id=source_id,
        user_id=actor.user_id, who=actor.name[:80], at=at,
    )  # fmt: skip
