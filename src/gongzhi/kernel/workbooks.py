"""What a workbook must not be before it is read: a bomb, or a table that only looks like one."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.oldworkbooks import sheets_of
from gongzhi.kernel.said import said as _

MAX_UNPACKED: Final = 300 * 2**20
# Readers lay a sheet out as a full rectangle: two cells far apart can ask for all of the memory.
MAX_CELLS: Final = 12_000_000
_PIECE: Final = 2**20
# What zipfile raises for an archive that is damaged, encrypted, or packed as no program packs it.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError,
)  # fmt: skip
_ZIPPED: Final = (".xlsx",)
_MERGED: Final = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
# Rows and cells however a program may write them: any prefix, either kind of quotes, with or
# without their place. What the reader would understand and this would not is a bomb.
_TAG: Final = re.compile(
    rb"""<(?:[^\s<>/!?:]+:)?(row|c)(?=[\s/>])((?>[^>"']+|"[^"]*"|'[^']*')*+)>"""
)
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)0*(\d*)""")
_ERROR: Final = re.compile(
    rb'<c\s[^>]*?r="([A-Z]{1,3}\d+)"[^>]*?\st="e"[^>]*>\s*<v>([^<]{1,20})</v>'
)
_FORMULA: Final = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3}\d+)"[^>]*>\s*<f[ >/]')


def check_workbook(path: Path) -> None:
    """Invalid when an .xlsx unpacks to too much, or has merged cells or formulas; so is an .ods.

    Both are named with their cell: a merged heading shifts columns, a formula's value is only as
    old as the last program that computed it. An .ods hides both from us, and may repeat a cell a
    thousand million times. An .xls is looked at for formulas and errors; its merged cells are told
    by whoever reads it. Other kinds of files pass.
    """
    if path.suffix.lower() == ".ods":
        raise Invalid(_("请在 WPS 或 Excel 里另存为 .xlsx 或 CSV，再上传。"), "file")
    if path.suffix.lower() == ".xls":
        _look_at_old(path)
    if path.suffix.lower() not in _ZIPPED:
        return
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(archive)
            _look_at_first_sheet(archive)
    except _BROKEN as error:
        raise Invalid(_("文件不是表格，或已加密、损坏。")) from error


def _look_at_old(path: Path) -> None:
    try:
        sheets = sheets_of(path)
    except ValueError as error:
        raise Invalid(_("文件不是表格，或已加密、损坏。")) from error
    widest = max(sheets, key=lambda one: one.rows * one.columns)
    _not_too_far(widest.rows, widest.columns)
    if sum(one.rows * one.columns for one in sheets) > MAX_CELLS:
        raise Invalid(_("表格里的工作表太多，请只留要导入的一张。"))
    sheet = sheets[0]
    if sheet.formula:
        raise _formula(cell_name(*sheet.formula))
    if sheet.error:
        raise _wrong(cell_name(*sheet.error[0]), sheet.error[1])


def _formula(cell: str) -> Invalid:
    return Invalid(_("单元格 %(cell)s 是公式，请复制后选“粘贴为数值”再上传。") % {"cell": cell})


def _wrong(cell: str, value: str) -> Invalid:
    said = _("单元格 %(cell)s 是错误值（%(value)s），请改好再上传。")
    return Invalid(said % {"cell": cell, "value": value})


def _measure(archive: zipfile.ZipFile) -> None:
    """Unpack every part once and throw it away: what the archive says of itself may be a lie."""
    left = MAX_UNPACKED
    for part in archive.infolist():
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise Invalid(
                        _("表格解开后超过%(max)d MB，不能读取，请分成几个文件。")
                        % {"max": MAX_UNPACKED // 2**20}
                    )


def _look_at_first_sheet(archive: zipfile.ZipFile) -> None:
    sheets = []
    # Which of them comes first is the workbook's own matter; a name may stand twice.
    for part in archive.infolist():
        if b"sheetData" in (xml := archive.read(part)):
            _check_extent(xml)
            sheets.append(part)
    if not sheets:
        return
    xml = archive.read(min(sheets, key=lambda part: _number(part.filename)))
    if merged := _MERGED.search(xml):
        raise Invalid(
            _("单元格 %(cell)s 是合并的，请取消合并，每列一个表头。") % {"cell": merged[1].decode()}
        )
    if formula := _FORMULA.search(xml):
        raise _formula(formula[1].decode())
    if wrong := _ERROR.search(xml):
        raise _wrong(wrong[1].decode(), wrong[2].decode("utf-8", "replace"))


def _number(name: str) -> int:
    """Of a part as programs name them: `xl/worksheets/sheet12.xml` is 12."""
    digits = re.sub(r"\D", "", name.rsplit("/", 1)[-1])
    return int(digits[:9] or 0)


def _check_extent(xml: bytes) -> None:
    rows = columns = row = column = 0
    numbers: dict[bytes, int] = {}
    for tag in _TAG.finditer(xml):
        name, attributes = tag.groups()
        at = told = 0
        for letters, digits in _PLACE.findall(attributes):
            at = max(at, int(digits[:8] or 0))  # of more digits than rows have, as good as any
            if letters not in numbers:
                numbers[letters] = column_number(letters.decode())
            told = max(told, numbers[letters])
        if name == b"row":
            row, column = at or row + 1, 0
        else:
            column = told or column + 1
        rows, columns = max(rows, row, at), max(columns, column)
    _not_too_far(rows, columns)


def _not_too_far(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise Invalid(
            _("表格一直延伸到第%(row)d行、第%(column)d列，请删掉远处的单元格再上传。")
            % {"row": rows, "column": columns}
        )


def column_number(letters: str) -> int:
    """`A` is 1, `AA` 27; of more letters than columns have, the first four."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """The name that a spreadsheet gives a cell; both count from 0."""
    letters, column = "", column + 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return f"{letters}{row + 1}"
