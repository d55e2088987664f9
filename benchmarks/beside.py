"""Speed at the large size beside the small one: both servers up and driven in turn.

Minutes apart one would measure the machine: its own pace changes by a third. In turns, each pair
of runs within a minute and the first of a pair changing, what the machine does falls on both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from . import flows, place
from .alone import alone
from .cast import Cast, make_cast
from .client import Flow, drive
from .measure import Effort
from .say import say
from .stack import Stack
from .stats import median_and_spread

FLOWS: dict[str, tuple[Callable[[Cast, int], Flow], str]] = {
    "intake": (flows.intake, "report"),
    "lives": (flows.lives, "read"),
}
PAIRS = 5

Side = tuple[Stack, Cast]


def measure(small: Path, large: Path, effort: Effort) -> dict[str, Any]:
    """For each flow `small` and `large` (a second) and `kept`: large beside small, pair by pair."""
    say("both sizes in turn")
    casts = [alone(_cast, folder) for folder in (small, large)]
    with ExitStack() as running:
        sides = []
        for folder, cast in zip((small, large), casts, strict=True):
            place.choose(folder)
            sides.append((running.enter_context(Stack(folder)), cast))
        return {name: _in_turn(sides, name, effort) for name in FLOWS}


def _cast(folder: Path) -> Cast:
    place.choose(folder)
    with place.only_postgres(folder):
        return make_cast()


def _in_turn(sides: list[Side], name: str, effort: Effort) -> dict[str, Any]:
    say(f"  {name}")
    for side in sides:
        _run(side, name, 0, effort.warm_up, effort)
    rates: list[list[float]] = [[], []]
    for pair in range(1, PAIRS + 1):
        for which in (0, 1) if pair % 2 else (1, 0):
            rates[which].append(_run(sides[which], name, pair, effort.seconds, effort))
    kept = [large / max(small, 0.001) for small, large in zip(*rates, strict=True)]
    return {
        "small": median_and_spread(rates[0]),
        "large": median_and_spread(rates[1]),
        "kept": median_and_spread(kept),
        "pairs": PAIRS,
    }


def _run(side: Side, name: str, seed: int, seconds: float, effort: Effort) -> float:
    """A second; when it returns, the jobs of the run are done and the cores free for the other."""
    stack, cast = side
    flow, kind = FLOWS[name]
    lines = [flow(cast, seed * 1000 + line) for line in range(effort.connections)]
    log = drive(stack.address, lines, seconds)
    if log.failures:
        raise RuntimeError(f"{name}: {log.failures} failures, the first: {log.first_failure}")
    _drained(stack.data)
    return log.rate(kind)


def _drained(folder: Path) -> None:
    place.connect(folder)
    try:
        before, left = -1, place.backlog()
        while left != before:  # what is to be done at a later time stays
            time.sleep(1)
            before, left = left, place.backlog()
        place.drop_backlog()
    finally:
        place.disconnect()
