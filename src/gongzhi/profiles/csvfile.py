"""CSV read with the line of every row. Lines that start with `#` are comments."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problems


@dataclass(frozen=True)
class Row:
    """One row: its values by column, stripped, and where it stands."""

    file: str
    line: int
    values: dict[str, str]

    def get(self, column: str) -> str:
        """The value of a column, empty when the column is absent."""
        return self.values.get(column, "")

    def place(self, column: str = "") -> Place:
        """Where a value of this row stands."""
        return Place(self.file, self.line, column)


def parse_csv(
    text: str, file: str, columns: Sequence[str], optional: Sequence[str], problems: Problems
) -> list[Row]:
    """Parse CSV text whose header must hold `columns` and may hold `optional`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    rows: list[Row] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                if not _header_fits(header, Place(file, line), columns, optional, problems):
                    return []
                continue
            if len(cells) != len(header):
                said = _("这一行有 %(cells)s 列，表头有 %(columns)s 列") % {
                    "cells": len(cells),
                    "columns": len(header),
                }
                if len(cells) < len(header) and "，" in "".join(cells):
                    said = _("%(said)s；列之间应为英文逗号，不是“，”") % {"said": said}
                problems.add(Place(file, line), said)
                continue
            values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            rows.append(Row(file, line, values))
    except csv.Error as error:
        said = _("不是有效的 CSV：%(error)s") % {"error": error}
        problems.add(Place(file, before + 1), said, unread=True)
    if header is None:
        problems.add(Place(file, 1), _("没有表头"), columns, unread=True)
    return rows


def _header_fits(
    header: list[str],
    place: Place,
    columns: Sequence[str],
    optional: Sequence[str],
    problems: Problems,
) -> bool:
    parted = next((sign for sign in "，;；\t" if sign in "".join(header)), "")
    if parted:
        shown = "Tab" if parted == "\t" else parted
        said = _("列之间应为英文逗号“,”，这里是“%(sign)s”") % {"sign": shown}
        problems.add(place, said, unread=True)
        return False
    fits = True
    allowed = [*columns, *optional]
    for name in header:
        if name not in allowed:
            where = Place(place.file, place.line, name)
            problems.add(where, _("不认识的列"), allowed, unread=True)
            fits = False
    for name in columns:
        if name not in header:
            where = Place(place.file, place.line, name)
            problems.add(where, _("缺少这一列"), columns, unread=True)
            fits = False
    if len(set(header)) != len(header):
        problems.add(place, _("表头有重复的列"), unread=True)
        fits = False
    return fits
