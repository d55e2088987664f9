"""Reading a table that somebody made: CSV (UTF-8 or GB 18030) or Excel, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as _
from gongzhi.kernel.workbooks import cell_name, check_workbook

MAX_BYTES: Final = 50 * 2**20
MAX_ROWS: Final = 200_000
MAX_EXACT: Final = 1e15
# The shape of a district fills more than the 128 kB that a field may have by default.
csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under its heading: its number as the spreadsheet shows it, and its cells as text."""

    line: int
    values: dict[str, str]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows of the first sheet; empty ones are left out. Invalid when it is no table.

    Every row has a cell for each heading. Refused: a heading that stands twice, a row that goes on
    beyond the headings, merged cells, formulas, errors of Excel. Dates become ISO text, whole
    numbers have no decimals. OSError when it cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise Invalid(_("文件太大，最多%(max)d MB。") % {"max": MAX_BYTES // 2**20})
    check_workbook(path)
    lines = _excel(path) if path.suffix.lower() in {".xlsx", ".xls"} else _csv(path)
    heading: list[str] | None = None
    rows: list[SheetRow] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if heading is None:
            heading = _heading(cells)
            continue
        if len(rows) >= MAX_ROWS:
            raise Invalid(_("一次最多%(max)d行，请分成几个文件。") % {"max": MAX_ROWS})
        if any(cells[len(heading) :]):
            raise Invalid(_("第%(line)d行比表头多出了内容，请检查分隔和引号。") % {"line": number})
        filled = [*cells, *[""] * (len(heading) - len(cells))]
        rows.append(SheetRow(number, dict(zip(heading, filled, strict=False))))
    if heading is None:
        raise Invalid(_("文件里没有表头。"))
    return rows


def _heading(cells: list[str]) -> list[str]:
    """The headings, without empty ones at the end; each but empty ones once."""
    while cells and not cells[-1]:
        cells.pop()
    twice = next((name for at, name in enumerate(cells) if name and name in cells[:at]), "")
    if twice:
        raise Invalid(_("“%(name)s”这一列有两个。") % {"name": _told(twice)}, "file")
    return cells


def _told(heading: str) -> str:
    """A heading as it may be repeated: where a number stands, nobody wrote headings."""
    return re.sub(r"[0-9]{7,}[0-9Xx]*", "…", heading[:40])


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Invalid(_("文件不是 UTF-8 或 GB18030 编码的表格。")) from error
    if "\x00" in text:
        raise Invalid(_("文件不是表格。"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        raise Invalid(_("第%(line)d行不是有效的CSV。") % {"line": before + 1}) from error


def _excel(path: Path) -> Iterator[tuple[int, list[str]]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        top = (sheet.start or (0, 0))[0]
        merged = sheet.merged_cell_ranges or []
        lines = sheet.to_python(skip_empty_area=True)
    except Exception as error:  # calamine raises its own, zip's and IndexError for broken files
        raise Invalid(_("文件不是表格。")) from error
    if merged:
        (row, column), (last_row, last_column) = merged[0]
        span = f"{cell_name(row, column)}:{cell_name(last_row, last_column)}"
        raise Invalid(_("单元格 %(cell)s 是合并的，请取消合并，每列一个表头。") % {"cell": span})
    for number, cells in enumerate(lines, start=top + 1):
        yield number, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    # Beyond 15 digits Excel has lost the last ones: 1e+17 says so, made-up zeros would not.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < MAX_EXACT:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()
