"""A register as a table: what the headings of a file mean, and the template with an example."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as _
from gongzhi.kernel.sheetin import SheetRow, read_sheet
from gongzhi.kernel.sheets import Column, without_guard, write_xlsx
from gongzhi.registers.catalogue import Register


def read_rows(register: Register, path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """(line, words by field key) of a file. Invalid names the columns that are wrong."""
    sheet = read_sheet(path)
    if not sheet:
        raise Invalid(_("表里没有内容。"))
    keys = _meaning(register, list(sheet[0].values))
    return [(row.line, _words(row, keys)) for row in sheet]


def _meaning(register: Register, headings: Sequence[str]) -> dict[str, str]:
    """Heading → field key. A heading is a field's title in any language, or its key."""
    known = headings_of(register)
    unknown = [heading for heading in headings if heading and heading not in known]
    if len(unknown) == sum(map(bool, headings)):
        # Nobody wrote headings: a person stands here, who must not be repeated in what is said.
        raise Invalid(_("第一行不是表头。请用本页的模板，表头放在第一行。"), "file")
    if unknown:
        raise Invalid(
            _("不认识的列：%(columns)s。请用本页的模板，表头放在第一行，不要合并单元格。")
            % {"columns": list(map(_told, unknown[:5]))},
            "file",
        )
    keys = {heading: known[heading] for heading in headings if heading}
    missing = [f.title for f in register.fields if f.needed and f.key not in keys.values()]
    if missing:
        raise Invalid(_("缺少这些列：%(columns)s。") % {"columns": missing}, "file")
    return keys


def _told(heading: str) -> str:
    """A heading as it may be repeated: a number there is somebody's."""
    return re.sub(r"[0-9]{4,}[0-9Xx]*", "…", heading[:20])


def headings_of(register: Register) -> dict[str, str]:
    """Every heading that is understood → field key."""
    known = {field.key: field.key for field in register.fields}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {str(field.title): field.key for field in register.fields}
    return known


def _words(row: SheetRow, keys: Mapping[str, str]) -> dict[str, str]:
    return {key: without_guard(row.get(heading)) for heading, key in keys.items()}


def template(register: Register) -> bytes:
    """An empty workbook with the headings and one line that shows how to fill them."""
    return write_xlsx(
        [Column(field.title, field.width) for field in register.fields],
        [[str(field.example) or _first_choice(field.choices) for field in register.fields]],
        title=register.title,
    )


def _first_choice(choices: Mapping[str, object]) -> str:
    return str(next(iter(choices.values()), ""))
