"""What an .xls (BIFF8 in a compound file) must not hold: formulas, errors, cells far away.

The reader of tables gives values only, so these records are looked for here. Sources: MS-CFB 2.2,
2.6; MS-XLS 2.4 (BOUNDSHEET, FORMULA, BOOLERR, FILEPASS).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR: Final = 0xFFFFFFFA  # this and above: no sector of the file
_STREAM, _ROOT = 2, 5
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
    if raw[:8] != _MAGIC:
        raise ValueError("no compound file")
    size, small = 1 << _bounded(raw, 30), 1 << _bounded(raw, 32)
    first_folder, cutoff, first_small = (
        struct.unpack_from("<I", raw, 48)[0], *struct.unpack_from("<II", raw, 56)
    )  # fmt: skip
    sectors = _Chain(raw, size, _table(raw, size), offset=size)
    folder = sectors.read(first_folder)
    root = b""
    for at in range(0, len(folder) - 127, 128):
        entry = folder[at : at + 128]
        start, length = struct.unpack_from("<II", entry, 116)
        if entry[66] == _ROOT:
            root = sectors.read(start)
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)]
        if entry[66] == _STREAM and name.decode("utf-16-le", "replace") in {"Workbook", "Book"}:
            if length >= cutoff:
                return sectors.read(start)[:length]
            table = _numbers(sectors.read(first_small))
            return _Chain(root, small, table, offset=0).read(start)[:length]
    raise ValueError("no workbook")


def _bounded(raw: bytes, at: int) -> int:
    shift = int(struct.unpack_from("<H", raw, at)[0])
    if not 5 <= shift <= 12:
        raise ValueError("no sector size")
    return shift


def _table(raw: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which."""
    places = list(struct.unpack_from("<109I", raw, 76))
    more = struct.unpack_from("<I", raw, 68)[0]
    seen: set[int] = set()
    while more < _NO_SECTOR and more not in seen:
        seen.add(more)
        found = _numbers(raw[size * (more + 1) : size * (more + 2)])
        places += found[:-1]
        more = found[-1]
    return tuple(
        number
        for place in places
        if place < _NO_SECTOR
        for number in _numbers(raw[size * (place + 1) : size * (place + 2)])
    )


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


@dataclass(frozen=True)
class _Chain:
    """Sectors that follow each other."""

    raw: bytes
    size: int
    table: tuple[int, ...]
    offset: int

    def read(self, start: int) -> bytes:
        pieces: list[bytes] = []
        at = start
        while at < _NO_SECTOR:
            if len(pieces) > len(self.table):  # a chain that bites its tail
                raise ValueError("damaged")
            begin = self.offset + at * self.size
            pieces.append(self.raw[begin : begin + self.size])
            at = self.table[at]
        return b"".join(pieces)
