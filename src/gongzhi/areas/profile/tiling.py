"""Made-up borders for a tree of areas (pure): pieces of a warped lattice, shared out.

For cities whose true borders are not at hand. Neighbours share their vertices exactly, whatever
the number of areas, so the leaves cover their city without gaps or overlaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

PIECES: Final = 5  # of the lattice in a leaf, about; each leaf has its own number
_TURN: Final = 0.21  # radians: a city rarely lies along its meridian
_JITTER: Final = 0.28  # of a piece's side
_BEND: Final = 0.07  # of the city's radius
_AROUND: Final = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
    """Where to draw: the middle in degrees (WGS 84) and the side of a piece in degrees north."""

    lon: float
    lat: float
    side: float


def draw(
    children: Mapping[str, Sequence[str]], root: str, sheet: Sheet
) -> dict[str, shapely.Geometry]:
    """A shape for every code below and including `root`; `children` lists codes by parent."""
    leaves = _leaves(children, root)
    sizes = _sizes(children, root)
    cells = _blob(sizes[root])
    owner = _share_out(cells, children, root, sizes)
    owner = _mended(cells, owner)
    shapes = _united(cells, owner, leaves, sheet)
    for code in _bottom_up(children, root):
        below = [shapes[child] for child in children[code]]
        shapes[code] = _plain(shapely.coverage_union_all(below))
    return shapes


def _leaves(children: Mapping[str, Sequence[str]], root: str) -> list[str]:
    found, waiting = [], [root]
    while waiting:
        code = waiting.pop()
        below = children.get(code)
        if below:
            waiting.extend(reversed(below))
        else:
            found.append(code)
    return found


def _bottom_up(children: Mapping[str, Sequence[str]], root: str) -> list[str]:
    """Codes that have children, each after all codes below it."""
    order, waiting = [], [root]
    while waiting:
        code = waiting.pop()
        if children.get(code):
            order.append(code)
            waiting.extend(children[code])
    return order[::-1]


def _sizes(children: Mapping[str, Sequence[str]], root: str) -> dict[str, int]:
    """How many pieces of the lattice each area gets."""
    sizes = {code: PIECES + sum(map(ord, code)) * 7 % 4 - 1 for code in _leaves(children, root)}
    for code in _bottom_up(children, root):
        sizes[code] = sum(sizes[child] for child in children[code])
    return sizes


def _blob(count: int) -> Ints:
    """`count` lattice cells (column, row) around the origin, in an outline that is not a circle."""
    reach = int(np.sqrt(count)) + 4
    column, row = np.meshgrid(np.arange(-reach, reach), np.arange(-reach, reach), indexing="ij")
    x, y = column.ravel() + 0.5, row.ravel() + 0.5
    angle = np.arctan2(y, x)
    edge = (
        1 + 0.10 * np.cos(2 * angle + 0.6) + 0.05 * np.cos(3 * angle + 2) + 0.03 * np.cos(5 * angle)
    )
    nearest = np.argsort(np.hypot(x, y) / edge, kind="stable")[:count]
    return np.column_stack([column.ravel()[nearest], row.ravel()[nearest]])


def _share_out(
    cells: Ints, children: Mapping[str, Sequence[str]], root: str, sizes: Mapping[str, int]
) -> dict[tuple[int, int], str]:
    """Who owns each cell: a set of cells is halved until it has one area left."""
    owner: dict[tuple[int, int], str] = {}
    waiting: list[tuple[Ints, list[str]]] = [(cells, [root])]
    while waiting:
        part, codes = waiting.pop()
        if len(codes) == 1:
            below = children.get(codes[0])
            if below:
                waiting.append((part, list(below)))
            else:
                owner.update(((int(c), int(r)), codes[0]) for c, r in part)
            continue
        first = codes[: len(codes) // 2]
        size = sum(sizes[code] for code in first)
        ordered = part[_along_the_longer_side(part)]
        waiting.append((ordered[:size], first))
        waiting.append((ordered[size:], codes[len(first) :]))
    return owner


def _along_the_longer_side(part: Ints) -> Ints:
    wide, high = np.ptp(part[:, 0]), np.ptp(part[:, 1])
    keys = (part[:, 1], part[:, 0]) if wide >= high else (part[:, 0], part[:, 1])
    order: Ints = np.lexsort(keys)
    return order


def _mended(cells: Ints, owner: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Every leaf in one piece: what a cut left behind goes to the neighbour it touches most."""
    for _round in range(8):
        strays = _strays(owner)
        if not strays:
            break
        for cell in strays:
            around = Counter(
                owner[near] for near in _beside(cell) if near in owner and near not in strays
            )
            if around:
                owner[cell] = min(around, key=lambda code: (-around[code], code))
    return owner


def _beside(cell: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    column, row = cell
    return (column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)


def _strays(owner: dict[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Cells that are not in the largest piece of their owner."""
    seen: set[tuple[int, int]] = set()
    pieces: dict[str, list[list[tuple[int, int]]]] = {}
    for start, code in owner.items():
        if start in seen:
            continue
        piece, waiting = [], [start]
        seen.add(start)
        while waiting:
            cell = waiting.pop()
            piece.append(cell)
            for near in _beside(cell):
                if near not in seen and owner.get(near) == code:
                    seen.add(near)
                    waiting.append(near)
        pieces.setdefault(code, []).append(piece)
    strays: set[tuple[int, int]] = set()
    for found in pieces.values():
        for piece in sorted(found, key=len)[:-1]:
            strays.update(piece)
    return strays


def _united(
    cells: Ints, owner: Mapping[tuple[int, int], str], leaves: Sequence[str], sheet: Sheet
) -> dict[str, shapely.Geometry]:
    number = {code: index for index, code in enumerate(leaves)}
    whose = np.array([number[owner[int(c), int(r)]] for c, r in cells])
    radius = float(np.sqrt(len(cells) / np.pi))
    corners = np.stack([_corner(cells + step, sheet, radius) for step in _AROUND], axis=1)
    order = np.argsort(whose, kind="stable")
    quads = shapely.polygons(corners[order])
    ends = np.searchsorted(whose[order], np.arange(len(leaves) + 1))
    return {
        code: _plain(shapely.coverage_union_all(quads[ends[index] : ends[index + 1]]))
        for code, index in number.items()
    }


def _corner(at: Ints, sheet: Sheet, radius: float) -> npt.NDArray[np.float64]:
    """Degrees of lattice points, each moved a little, the same way whoever asks."""
    noise = np.sin(at[:, 0] * 12.9898 + at[:, 1] * 78.233) * 43758.5453
    other = np.sin(at[:, 0] * 39.3467 + at[:, 1] * 11.135) * 24634.6345
    x = at[:, 0] + _JITTER * (2 * (noise - np.floor(noise)) - 1)
    y = at[:, 1] + _JITTER * (2 * (other - np.floor(other)) - 1)
    # Bent a little as a whole: streets follow rivers and hills, not a ruler.
    bend = _BEND * radius
    x, y = (
        x + bend * np.sin(4.2 * y / radius + 0.8) + bend / 3 * np.sin(11 * y / radius),
        y + bend * np.sin(3.7 * x / radius + 2.1) + bend / 3 * np.sin(9 * x / radius + 1),
    )
    east = (x * np.cos(_TURN) - y * np.sin(_TURN)) * sheet.side / np.cos(np.radians(sheet.lat))
    north = (x * np.sin(_TURN) + y * np.cos(_TURN)) * sheet.side
    return np.round(np.column_stack([sheet.lon + east, sheet.lat + north]), 6)


def _plain(shape: shapely.Geometry) -> shapely.Geometry:
    """A collection of one is that one."""
    parts = shapely.get_parts(shape)
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
