"""A workbook on its way in: what its page shows, and the workbook with its mistakes marked."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.said import worded
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.kernel.sheets import neutralise
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.models import RegisterImport
from gongzhi.registers.rows import uploads
from gongzhi.registers.rows.workbook import headings_of

SHOWN: Final = 200
RECENT: Final = 20
# Line → heading → sentences.
_Wrong = dict[int, dict[str, list[str]]]


def status_words() -> dict[str, str]:
    """What the states of an import are called."""
    return {
        "checking": _("正在核对"), "checked": _("已核对"), "applying": _("正在写入"),
        "applied": _("已写入"), "discarded": _("已放弃"), "failed": _("没有写成"),
    }  # fmt: skip


def import_of(actor: Actor, import_id: int) -> RegisterImport:
    """One's own import. NotFound for another's."""
    found: RegisterImport | None = (
        RegisterImport.objects.visible_to(actor).filter(pk=import_id).first()
    )
    if found is None:
        raise NotFound
    return found


def recent(actor: Actor, register: Register) -> list[RegisterImport]:
    """One's own imports of a register, newest first."""
    rows = RegisterImport.objects.visible_to(actor).filter(register=register.key)
    return list(rows.order_by("-made_at")[:RECENT])


def problems_of(row: RegisterImport) -> list[tuple[int, str, str]]:
    """(line, heading, sentence) of what is wrong, in the language of whoever reads."""
    titles = {field.key: str(field.title) for field in REGISTERS[row.register].fields}
    return [(line, titles.get(key, key), worded(kept)) for line, key, kept in row.problems]


def marked_workbook(row: RegisterImport) -> bytes:
    """The file as it was brought, wrong cells coloured, the sentences in a last column.

    Conflict when the file is gone (it was written or put aside).
    """
    if not row.upload:
        raise Conflict(_("这份表已经处理过，文件不在了。"))
    try:
        with uploads.opened(row.upload) as path:
            rows = read_sheet(path)
    except OSError as error:
        raise Conflict(_("上传的文件不在了，请重新上传。")) from error
    wrong: _Wrong = defaultdict(lambda: defaultdict(list))
    for line, column, sentence in problems_of(row):
        wrong[line][column].append(sentence)
    return _write(rows, wrong, headings_of(REGISTERS[row.register]))


def _write(rows: list[Any], wrong: _Wrong, known: dict[str, str]) -> bytes:
    import xlsxwriter  # late: only whoever writes a workbook pays its memory

    headings = list(rows[0].values) if rows else []
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("问题"))
    bold = book.add_format({"bold": True, "bottom": 1})
    red = book.add_format({"bg_color": "#FBD5D5", "font_color": "#8A1C1C"})
    sheet.set_column(0, len(headings), 18)
    sheet.set_column(len(headings), len(headings), 60)
    sheet.freeze_panes(1, 0)
    for at, heading in enumerate([*headings, _("问题")]):
        sheet.write_string(0, at, neutralise(heading), bold)
    for number, row in enumerate(rows, start=1):
        found = wrong.get(row.line, {})
        keys = {known.get(column) for column in found}
        for at, heading in enumerate(headings):
            cell = neutralise(row.get(heading))
            sheet.write_string(number, at, cell, red if known.get(heading) in keys else None)
        if found:
            told = "；".join(
                f"{column}：{sentence}" for column, many in found.items() for sentence in many
            )
            sheet.write_string(number, len(headings), neutralise(told), red)
    book.close()
    return file.getvalue()
