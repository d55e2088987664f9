"""Counts of people so small that they tell of one person are left out; pure.

LEAST is 5, the usual floor of official tables: a count of 1 to 4 in a village or branch says what
everybody there can name. Where one part of a known total is left out, it could be found by
subtraction, so the smallest other part goes with it. Zero stays: it is about nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

LEAST: Final = 5


def is_small(count: int) -> bool:
    """Whether a count is of one to four people."""
    return 0 < count < LEAST


def left_out(counts: Sequence[int], also: Collection[int] = ()) -> list[int | None]:
    """The parts of a known total, None where one must not be told; `also` at these places."""
    shown: list[int | None] = [
        None if is_small(count) or at in also else count for at, count in enumerate(counts)
    ]
    if sum(count is None for count in shown) == 1:
        others = [at for at, count in enumerate(shown) if count]
        if others:
            shown[min(others, key=lambda at: (counts[at], at))] = None
    return shown


def without_sum(counts: Sequence[int], also: Collection[int] = ()) -> list[int | None]:
    """The parts of a total that is not told: one of them at least is left out, so nobody adds up."""
    shown: list[int | None] = [
        None if is_small(count) or at in also else count for at, count in enumerate(counts)
    ]
    if None not in shown and any(counts):
        shown[min((count, at) for at, count in enumerate(counts) if count)[1]] = None
    return shown
