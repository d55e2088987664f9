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

_SHEETS_MOST: Final = 256
_STREAMS: Final = ("Workbook", "Book")
_BOF, _EOF, _SHEET, _PASS = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _BOOLERR = 0x0006, 0x0205
_NUMBERS = 0x00BD  # cells beside each other: six bytes each, then the last column
# Records of cells with values; each begins with row and column.
_CELLS: Final = frozenset({_FORMULA, _BOOLERR, _NUMBERS, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6})
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
Cell = tuple[int, int]


@dataclass(frozen=True)
class OldSheet:
    """What stands in one sheet; cells count from 0."""

    rows: int = 0
    columns: int = 0
    formula: Cell | None = None
    error: tuple[Cell, str] | None = None


def sheets_of(path: Path) -> list[OldSheet]:
    """All of them in order: a reader lays each out, whichever it is asked for.

    ValueError when it is no such file, damaged, encrypted or without a sheet.
    """
    try:
        stream = _workbook(path.read_bytes())
        return [_look(stream, start) for start in _starts(stream)]
    except (struct.error, IndexError) as error:
        raise ValueError("no workbook") from error


def _look(stream: bytes, start: int) -> OldSheet:
    rows = columns = 0
    formula: Cell | None = None
    wrong: tuple[Cell, str] | None = None
    depth = 0
    for kind, data in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)  # a chart in the sheet has a pair of its own
        if depth == 0:
            break
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", data)
        last = column + max(0, (len(data) - 6) // 6 - 1) if kind == _NUMBERS else column
        rows, columns = max(rows, row + 1), max(columns, last + 1)
        if depth > 1:
            continue
        if kind == _FORMULA and formula is None:
            formula = (row, column)
        if kind == _BOOLERR and wrong is None and data[7]:
            wrong = ((row, column), _ERRORS.get(data[6], "#"))
    return OldSheet(rows, columns, formula, wrong)


def _starts(stream: bytes) -> list[int]:
    """Where the sheets begin."""
    found = []
    for kind, data in _records(stream, 0):
        if kind == _PASS:
            raise ValueError("encrypted")
        if kind == _SHEET:
            found.append(int(struct.unpack_from("<I", data)[0]))
        if kind == _EOF:
            break
    if not 0 < len(found) <= _SHEETS_MOST:
        raise ValueError("no sheet, or more than anybody makes")
    return found


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
