"""From rows of words to drafts that are whole, right and compared with what is there.

The form sends one row, a workbook 100,000: the same steps, in bulk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as _
from gongzhi.kernel.said import sentence_of
from gongzhi.kernel.textindex import visible
from gongzhi.registers.catalogue import Draft, Register, Writing

ENDED: Final = "ended"
Progress = Callable[[int], None]
_BATCH = 5000
Row = tuple[int, Mapping[str, str]]


def prepare(
    register: Register,
    rows: Sequence[Row],
    writing: Writing,
    *,
    progress: Progress | None = None,
    wanted: int | None = None,
) -> list[Draft]:
    """Drafts of all rows (line, words by field key), in their order. Reads only.

    `wanted`: the row that a form of one line corrects.
    What is wrong stands in each draft's `problems`; a draft without problems can be written.
    """
    drafts: list[Draft] = []
    for at in range(0, len(rows), _BATCH):
        batch = [_read(register, line, words, writing) for line, words in rows[at : at + _BATCH]]
        for draft in batch:
            draft.wanted = wanted
        register.resolve(batch, writing)
        old = register.match(batch, writing)
        for draft in batch:
            _compare(register, draft, old)
        drafts += batch
        if progress is not None:
            progress(len(drafts))
    _once_each(register, drafts)
    return drafts


def _read(register: Register, line: int, words: Mapping[str, str], writing: Writing) -> Draft:
    draft = Draft(line, words)
    for field in register.fields:
        try:
            draft.columns.update(field.read(visible(words.get(field.key, "")), writing.today))
        except Invalid as error:
            draft.wrong(field.key, sentence_of(error))
    return draft


def _compare(register: Register, draft: Draft, old: Mapping[int, Mapping[str, Any]]) -> None:
    """Which fields a draft changes; a row that the writer may not see is refused."""
    if draft.row_id is None:
        draft.changed = [one.key for one in register.fields if draft.words.get(one.key)]
        return
    if draft.row_id < 0:
        draft.wrong(register.fields[0].key, _("已经登记在您的辖区以外，请由那里的社区办理迁移。"))
        return
    row = old[draft.row_id]
    if row.get("ended_on") is not None:
        draft.changed.append(ENDED)  # written again, it stands again
    for field in register.fields:
        columns = [c for c in field.fills if c not in register.derived and c in draft.columns]
        if any(draft.columns[c] != row.get(c) for c in columns):
            draft.changed.append(field.key)
            if not (field.personal or register.of_people):
                draft.before |= {c: row.get(c) for c in columns}


def _once_each(register: Register, drafts: Iterable[Draft]) -> None:
    """What may stand in a file once, and the row that two lines would change."""
    first: dict[Any, int] = {}
    for draft in drafts:
        for key in _keys(register, draft):
            line = first.setdefault(key, draft.line)
            if line != draft.line:
                field = register.fields[0].key if register.key != "people" else "id_number"
                draft.wrong(field, _("和第%(line)d行重复。") % {"line": line})
                break


def _keys(register: Register, draft: Draft) -> list[Any]:
    alone = register.alone(draft)
    keys: list[Any] = [("alone", alone)] if alone is not None else []
    if draft.row_id is not None and draft.row_id > 0:
        keys.append(("row", draft.row_id))
    return keys
