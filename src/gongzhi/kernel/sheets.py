"""Excel files in constant memory, whose cells can never run as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import IO, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid

MAX_ROWS: Final = 1_048_575  # Excel's limit less the heading
MAX_CELL: Final = 32_767
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_NUMBER: Final = 1e15  # beyond it Excel loses digits, so text it is
# Full-width forms count too: Excel turns them into the plain ones in some settings.
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading (text or lazy translation) and its width in characters."""

    title: str | Promise
    width: int = 16


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading ' where it begins like one."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def without_guard(text: str) -> str:
    """The inverse of `neutralise`, for reading back what was exported."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_DANGEROUS) else text


def write_xlsx(
    columns: Sequence[Column | str | Promise],
    rows: Iterable[Sequence[Any]],
    *,
    title: str | Promise = "Sheet1",
) -> bytes:
    """One sheet with a heading row as the bytes of an .xlsx file. Errors as write_xlsx_to."""
    file = BytesIO()
    write_xlsx_to(file, columns, rows, title=title)
    return file.getvalue()


def write_csv(columns: Sequence[Column | str | Promise], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same cells as comma-separated text, marked as UTF-8 so that Excel reads it so."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([str(getattr(one, "title", one)) for one in columns])
    for row in rows:
        writer.writerow(
            [neutralise(cell) if isinstance(cell, str) else "" if cell is None else cell
             for cell in row]
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def write_xlsx_to(
    file: IO[bytes] | str,
    columns: Sequence[Column | str | Promise],
    rows: Iterable[Sequence[Any]],
    *,
    title: str | Promise = "Sheet1",
) -> int:
    """Write one sheet to a file or path; returns the number of rows.

    Aware datetimes are shown in local time; text is neutralised. Invalid when there are more rows
    than a sheet holds.
    """
    import xlsxwriter  # late: only whoever writes a workbook pays its memory

    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    try:
        sheet = book.add_worksheet(_sheet_name(str(title)))
        formats = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        heading = book.add_format({"bold": True, "bottom": 1})
        for at, column in enumerate(columns):
            named = column if isinstance(column, Column) else Column(column)
            sheet.set_column(at, at, named.width)
            sheet.write_string(0, at, neutralise(str(named.title)), heading)
        sheet.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MAX_ROWS:
                raise Invalid(_("导出的内容超过一张表的最大行数，请缩小筛选范围。"))
            for at, value in enumerate(row):
                _write_cell(sheet, count, at, value, formats)
        return count
    finally:
        book.close()


def _write_cell(sheet: Any, row: int, at: int, value: Any, formats: dict[type, Any]) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_string(row, at, _("是") if value else _("否"))
        case int() | float() | Decimal() if abs(float(value)) < MAX_NUMBER:
            sheet.write_number(row, at, float(value))
        case datetime():
            local = clock.local(value).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, at, local, formats[datetime])
        case date():
            sheet.write_datetime(row, at, value, formats[date])
        case time():
            sheet.write_datetime(row, at, value, formats[time])
        case list() | tuple() | set() | frozenset():
            sheet.write_string(row, at, _text("、".join(str(part) for part in value)))
        case _:
            sheet.write_string(row, at, _text(str(value)))


def _text(text: str) -> str:
    return neutralise(text)[:MAX_CELL]


def _sheet_name(title: str) -> str:
    """Excel allows 31 characters, none of []:*?/\\, and no apostrophe at either end."""
    name = "".join(" " if c in "[]:*?/\\" else c for c in title)[:31].strip("' ")
    return name or "Sheet1"
