"""What an .xls (BIFF8 in a compound file) must not hold: formulas, errors, cells far away.

The reader of tables gives values only, so these records are looked for here. Source: MS-XLS 2.4
(BOUNDSHEET, FORMULA, BOOLERR, FILEPASS).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import olefile

_STREAMS: Final = ("Workbook", "Book")
_BOF, _EOF, _SHEET, _PASS = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _BOOLERR = 0x0006, 0x0205
# Records of one cell with a value; each begins with row and column.
_CELLS: Final = frozenset({_FORMULA, _BOOLERR, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00BD})
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
Cell = tuple[int, int]


@dataclass(frozen=True)
class OldSheet:
    """What stands in the first sheet; rows and columns count from 0."""

    rows: int = 0
    columns: int = 0
    formula: Cell | None = None
    error: tuple[Cell, str] | None = None


def first_sheet(path: Path) -> OldSheet:
    """Look through the first sheet. ValueError when it is no such file, damaged or encrypted."""
    try:
        return _look(_workbook(path.read_bytes()))
    except (struct.error, IndexError) as error:
        raise ValueError("no workbook") from error


def _look(stream: bytes) -> OldSheet:
    start = _sheet_at(stream)
    rows = columns = 0
    formula: Cell | None = None
    wrong: tuple[Cell, str] | None = None
    depth = 0
    for kind, data in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)  # a chart in the sheet has a pair of its own
        if depth == 0:
            break
        if kind not in _CELLS or depth > 1:
            continue
        row, column = struct.unpack_from("<HH", data)
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if kind == _FORMULA and formula is None:
            formula = (row, column)
        if kind == _BOOLERR and wrong is None and data[7]:
            wrong = ((row, column), _ERRORS.get(data[6], "#"))
    return OldSheet(rows, columns, formula, wrong)


def _sheet_at(stream: bytes) -> int:
    """Where the first sheet begins."""
    for kind, data in _records(stream, 0):
        if kind == _PASS:
            raise ValueError("encrypted")
        if kind == _SHEET:
            return int(struct.unpack_from("<I", data)[0])
        if kind == _EOF:
            break
    raise ValueError("no sheet")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(raw: bytes) -> bytes:
    """The stream of the workbook out of the compound file."""
    try:
        with olefile.OleFileIO(BytesIO(raw), raise_defects=olefile.DEFECT_INCORRECT) as file:
            name = next((one for one in _STREAMS if file.exists(one)), None)
            if name is None:
                raise ValueError("no workbook")
            return bytes(file.openstream(name).read())
    except (OSError, IndexError, OverflowError, MemoryError, RecursionError) as error:
        raise ValueError("no workbook") from error
