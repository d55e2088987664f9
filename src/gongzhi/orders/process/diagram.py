"""A process as a drawing: where each state stands, and what leads where. Pure.

The spine is what happens when all goes well: from the start by primary actions to the end. Beside
it stand the other open states, in the row of the state that leads to them; below, the other ends.
What leads to those is not drawn: nearly everything does, and nothing else could be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .spec import SAME, ActionSpec, ProcessSpec

BOX = (168, 64)
STEP = (236, 112)  # from one box to the next, across and down
MARGIN = 24  # bows over the first row need some of it
SIDE = 3  # columns beside the spine; ends wrap at one more
_TONES = {"primary": 0, "normal": 1, "danger": 2}


@dataclass(frozen=True)
class Node:
    """A state's box; x and y of its upper left corner."""

    key: str
    x: int
    y: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + BOX[0] // 2, self.y + BOX[1] // 2


@dataclass(frozen=True)
class Edge:
    """All actions from one state to another: drawn as one line, as the best of them."""

    source: str
    target: str
    actions: tuple[str, ...]
    tone: str
    main: bool  # a part of the spine
    path: str  # of an SVG


@dataclass(frozen=True)
class Diagram:
    """Everything that the page draws; lengths in pixels."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def diagram(spec: ProcessSpec) -> Diagram:
    """The drawing of one version of a process."""
    spine = spine_of(spec)
    cells = dict(_cells(spec, spine))
    nodes = {
        key: Node(key, MARGIN + column * STEP[0], MARGIN + row * STEP[1])
        for key, (column, row) in cells.items()
    }
    edges = tuple(_edges(spec, nodes, spine))
    drawn: list[Node | Edge] = [*nodes.values(), *edges]
    return Diagram(
        width=max(x for one in drawn for x in _reaches(one)) + MARGIN,
        height=max(n.y for n in nodes.values()) + BOX[1] + MARGIN,
        nodes=tuple(nodes.values()),
        edges=edges,
    )


def _reaches(one: Node | Edge) -> Iterator[int]:
    """How far to the right a box or a bow goes; of a bow its outermost point counts."""
    if isinstance(one, Node):
        yield one.x + BOX[0]
    else:
        yield from (int(x) for x in re.findall(r"(-?\d+) -?\d+", one.path))


def spine_of(spec: ProcessSpec) -> list[str]:
    """The states that an order passes when all goes well."""
    found = [spec.start]
    while True:
        ahead = [a for a in spec.actions_from(found[-1]) if a.to != SAME and a.to not in found]
        if not ahead:
            return found
        best = min(ahead, key=lambda a: (_TONES[a.tone], _early_end(spec, a)))
        if best.tone == "danger":
            return found
        found.append(best.to)


def _early_end(spec: ProcessSpec, action: ActionSpec) -> bool:
    """Among equals what goes on comes before what ends it."""
    return spec.states[action.to].phase == "closed"


def _cells(spec: ProcessSpec, spine: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """(column, row) of every state."""
    for row, key in enumerate(spine):
        yield key, (0, row)
    taken = [0] * len(spine)
    rest = [key for key in spec.states if key not in spine]
    below = len(spine)
    for key in (k for k in rest if spec.states[k].phase != "closed"):
        row = _row_of(spec, key, spine)
        while row < len(taken) and taken[row] == SIDE:
            row += 1
        if row == len(taken):
            taken.append(0)
            below = len(taken)
        taken[row] += 1
        yield key, (taken[row], row)
    ends = [key for key in rest if spec.states[key].phase == "closed"]
    for number, key in enumerate(ends):
        yield key, (number % (SIDE + 1), below + number // (SIDE + 1))


def _row_of(spec: ProcessSpec, key: str, spine: list[str]) -> int:
    """The row of the last state of the spine that leads there; else of where it leads."""
    into = [s for a in spec.actions.values() for s in a.sources if key in a.targets(s)]
    rows = [spine.index(s) for s in into if s in spine]
    if rows:
        return max(rows)
    out = {t for a in spec.actions_from(key) for t in a.targets(key)}
    return min((spine.index(t) for t in out if t in spine), default=0)


def _edges(spec: ProcessSpec, nodes: dict[str, Node], spine: list[str]) -> Iterator[Edge]:
    steps = set(pairwise(spine))
    drawn = {key for key, state in spec.states.items() if state.phase != "closed"} | set(spine)
    between: dict[tuple[str, str], list[ActionSpec]] = {}
    for action in spec.actions.values():
        for source in action.sources:
            for target in action.targets(source) - {source}:
                between.setdefault((source, target), []).append(action)
    for (source, target), actions in between.items():
        if not drawn.issuperset((source, target)):
            continue
        best = min(actions, key=lambda a: _TONES[a.tone])
        path = _path(nodes[source], nodes[target])
        yield Edge(
            source,
            target,
            tuple(a.key for a in actions),
            best.tone,
            (source, target) in steps,
            path,
        )


def _path(source: Node, target: Node) -> str:
    """A line from border to border: straight to the next below, bowed otherwise."""
    (x1, y1), (x2, y2) = source.middle, target.middle
    half_x, half_y = BOX[0] // 2, BOX[1] // 2
    if x1 == x2 and target.y - source.y == STEP[1]:
        return f"M{x1} {y1 + half_y} L{x2} {y2 - half_y}"
    if x1 == x2:
        out = x1 + half_x  # around the boxes between, on the right
        bow = out + 34
        return f"M{out} {y1} C{bow} {y1} {bow} {y2} {out} {y2}"
    if y1 == y2 and abs(x2 - x1) > STEP[0]:
        top = y1 - half_y  # over the boxes between
        return f"M{x1} {top} C{x1} {top - 26} {x2} {top - 26} {x2} {top}"
    side = half_x if x2 > x1 else -half_x
    begin, end = x1 + side, x2 - side
    middle = (begin + end) // 2
    return f"M{begin} {y1} C{middle} {y1} {middle} {y2} {end} {y2}"
