"""Answers that must not be subtracted from each other; pure.

Two answers whose people differ by one to four give away by subtraction what neither tells: "80 and
older" less "80 and older, women" in a grid with one old man. Compared are an answer that is to be
given and those that the asker can read: where both tell a count of the same area, and the totals
of areas of which one holds the other. No difference at all is about nobody apart from the others.

What it does not prevent: three and more answers put together, the same question again after
somebody moved, and answers read in another person's name. All of them stand in the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongzhi.registers.counting.smallcounts import is_small


@dataclass(frozen=True)
class Cell:
    """People of one place who fit the same of the questions: `fits[i]` says whether question i."""

    path: str
    fits: tuple[bool, ...]
    count: int


def gap(cells: Iterable[Cell], one: tuple[int, str], other: tuple[int, str]) -> int:
    """By how many people two counts differ: (question, path of the area) each."""
    return sum(
        cell.count
        for cell in cells
        if (cell.fits[one[0]] and cell.path.startswith(one[1]))
        != (cell.fits[other[0]] and cell.path.startswith(other[1]))
    )


def too_close(
    cells: Sequence[Cell], new: tuple[int, str], told: Collection[tuple[int, str]]
) -> bool:
    """Whether a total would differ from one that was told by a few people only."""
    return any(
        is_small(gap(cells, new, old))
        for old in told
        if old[1].startswith(new[1]) or new[1].startswith(old[1])
    )


def close_parts(
    cells: Sequence[Cell], question: int, told: Mapping[str, Collection[int]]
) -> set[str]:
    """Paths of the parts whose count would: `told` names by path the questions told of there."""
    inside: dict[str, list[Cell]] = {path: [] for path in told}
    for cell in cells:
        at = cell.path
        while at:
            if at in inside:
                inside[at].append(cell)
            at = at.rstrip(".").rpartition(".")[0]
            at = f"{at}." if at else ""
    return {
        path
        for path, olds in told.items()
        if any(is_small(gap(inside[path], (question, path), (old, path))) for old in olds)
    }
