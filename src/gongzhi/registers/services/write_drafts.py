"""Write prepared drafts: the only way in which rows of the registers come to be and change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.crypto import keyring
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.said import said as _
from gongzhi.kernel.scope import MARKER, Actor
from gongzhi.registers.catalogue import Draft, Register


@dataclass(frozen=True)
class Written:
    """How many rows are new, changed, and were already as the draft says."""

    new: int
    changed: int
    same: int


def write_drafts(
    *,
    register: Register,
    drafts: Sequence[Draft],
    actor: Actor,
    source: str,
    source_id: int | None = None,
    at: datetime | None = None,
) -> Written:
    """All drafts or none, with an event for each row that is new or changed.

    ValueError for a draft with problems. Conflict when a row was changed since it was compared.
    A row that is as the draft says was seen to be true: its `checked_on` moves.
    """
    if any(draft.problems for draft in drafts):
        raise ValueError("a draft with problems is not written")
    at = at or clock.now()
    new = [draft for draft in drafts if draft.row_id is None]
    changed = [draft for draft in drafts if draft.row_id is not None and draft.changed]
    same = [draft for draft in drafts if draft.row_id is not None and not draft.changed]
    common = {"checked_on": clock.local(at).date(), "updated_at": at,
              "ended_on": None, "ended_why": ""}  # fmt: skip
    told = _Teller(register, actor, source, source_id, at)
    with transaction.atomic():
        _insert(register, new, {**common, "version": 1, "is_demo": source == "demo"}, told)
        _update(register, changed, common, told)
        seen = [draft.row_id for draft in same]
        register.model.reached.filter(pk__in=seen).update(checked_on=common["checked_on"])
    return Written(len(new), len(changed), len(same))


@dataclass(frozen=True)
class _Teller:
    """What every event of one writing has in common."""

    register: Register
    actor: Actor
    source: str
    source_id: int | None
    at: datetime

    def values(self) -> dict[str, Any]:
        return {
            "register": self.register.key, "source": self.source, "source_id": self.source_id,
            "user": self.actor.user_id, "who": self.actor.name[:80], "at": self.at,
        }  # fmt: skip


def _insert(
    register: Register, drafts: Sequence[Draft], common: Mapping[str, Any], told: _Teller
) -> None:
    if not drafts:
        return
    rows = [{**common, **_sealed(register, draft.columns)} for draft in drafts]
    names = _columns_of(register, rows[0])
    changed = [draft.changed for draft in drafts]
    staged = _stage(register, "new", names, rows, changed, [{}] * len(drafts))
    listed = ", ".join(names)
    with connection.cursor() as cursor:
        # Names come from the model, values travelled by COPY: nothing here is anybody's text.
        cursor.execute(
            f"WITH made AS (INSERT INTO {register.table} ({listed})"  # noqa: S608
            f" SELECT {listed} FROM {staged} ORDER BY nth RETURNING id, area_path),"
            " numbered AS (SELECT id, area_path, row_number() OVER (ORDER BY id) AS nth"
            " FROM made)" + _TELL.format(kind="added", staged=staged),
            told.values(),
        )


def _update(
    register: Register, drafts: Sequence[Draft], common: Mapping[str, Any], told: _Teller
) -> None:
    if not drafts:
        return
    rows = [
        {**common, **_sealed(register, draft.columns), "id": draft.row_id, "version": draft.version}
        for draft in drafts
    ]
    names = _columns_of(register, rows[0])
    changed, before = [d.changed for d in drafts], [_plain(d) for d in drafts]
    staged = _stage(register, "changed", [*names, "id"], rows, changed, before)
    settings = ", ".join(f"{name} = s.{name}" for name in names if name != "version")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH numbered AS (UPDATE {register.table} t SET {settings},"  # noqa: S608
            f" version = s.version + 1 FROM {staged} s WHERE {MARKER}"
            " AND t.id = s.id AND t.version = s.version"
            " RETURNING t.id, t.area_path, s.nth)" + _TELL.format(kind="changed", staged=staged),
            told.values(),
        )
        if cursor.rowcount != len(drafts):
            raise Conflict(_("有人刚刚改过其中的内容，什么都没有写入，请重新核对后再试。"))
    if register.follow is not None:
        register.follow([draft.row_id for draft in drafts if draft.row_id is not None])


# `kind` and the name of the staged table are given in this file.
_TELL: Final = """ INSERT INTO registers_registerevent
    (register, row_id, area_path, kind, fields, values, source, source_id, user_id, who, at)
    SELECT %(register)s, n.id, n.area_path, '{kind}', s.changed_fields, s.before_values,
           %(source)s, %(source_id)s, %(user)s, %(who)s, %(at)s
    FROM numbered n JOIN {staged} s USING (nth)"""


def _stage(
    register: Register,
    kind: str,
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    fields: Sequence[Sequence[str]],
    before: Sequence[Mapping[str, Any]],
) -> str:
    """The name of a temporary table that holds the rows, by COPY: 100,000 of them take seconds.

    It is emptied, not dropped: a DROP makes psycopg forget every statement it has prepared.
    """
    name = f"staged_{register.key}_{kind}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {name} ON COMMIT DROP AS SELECT {', '.join(names)},"  # noqa: S608
            " 0::bigint AS nth, '{}'::varchar(20)[] AS changed_fields,"
            f" '{{}}'::jsonb AS before_values FROM {register.table} WHERE {MARKER} LIMIT 0"
        )
        cursor.execute(f"TRUNCATE {name}")
        columns = ", ".join([*names, "nth", "changed_fields", "before_values"])
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for place, row in enumerate(rows, start=1):
                copy.write_row(
                    (
                        *(row[name] for name in names), place,
                        list(fields[place - 1]), json.dumps(before[place - 1]),
                    )
                )  # fmt: skip
    return name


def _columns_of(register: Register, row: Mapping[str, Any]) -> list[str]:
    """Columns of the table that a row fills, in the table's order; tables name them, not files."""
    there = [str(field.column) for field in register.model._meta.concrete_fields]
    return [name for name in there if name in row and name != "id"]


def _sealed(register: Register, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as the table keeps them, with what the row is found by."""
    ring = keyring()
    kept = {
        name: (ring.seal(value) if value else "") if name in register.sealed else value
        for name, value in columns.items()
    }
    return (
        kept if register.found_by is None else {**kept, "tokens": register.found_by(columns, ring)}
    )


def _plain(draft: Draft) -> dict[str, Any]:
    """Old values as JSON keeps them."""
    return {
        name: value if isinstance(value, str | int | float | bool | None) else str(value)
        for name, value in draft.before.items()
    }
