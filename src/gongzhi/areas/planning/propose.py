"""From homes to a proposal, and changing it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pymetis
from shapely.geometry.base import BaseGeometry

from .cells import borders, positions, voronoi
from .repair import Network, components, keeps_together, repair
from .values import Bounds, Home

TRIES = 4  # seeds of METIS; small networks of large estates gain much, large ones need one
FEW = 400  # atoms
SAME_GROUP = 20.0  # how much stronger a border inside one estate is, where that had to be opened
METRES_A_UNIT = 10.0  # METIS wants whole numbers


@dataclass(frozen=True)
class Ground:
    """Homes on their ground. `atom_of` gives the atom of each home: what is moved as one.

    `cells` is one Voronoi cell a position, `cell_of` the position of each home.
    """

    homes: Sequence[Home]
    cells: np.ndarray
    cell_of: np.ndarray
    atom_of: np.ndarray
    network: Network


@dataclass(frozen=True)
class Plan:
    """The grid (0, 1, …) of each atom, and how many grids are outside the bounds."""

    grid_of: list[int]
    outside: int

    @property
    def count(self) -> int:
        return max(self.grid_of, default=-1) + 1


def lay_ground(homes: Sequence[Home], area: BaseGeometry, bounds: Bounds) -> Ground:
    """Cells, atoms and their graph. An estate above the upper bound is no atom: its homes are."""
    lonlat = np.array([(home.lon, home.lat) for home in homes], dtype=float)
    points, cell_of = positions(lonlat)
    cells = voronoi(points, area)
    atom_of = _atoms(homes, cell_of, bounds)
    count = int(atom_of.max()) + 1
    weights = [0] * count
    groups = [""] * count
    for home, atom in zip(homes, atom_of, strict=True):
        weights[atom] += home.households
        groups[atom] = home.group
    network = Network(weights, [{} for _ in range(count)])
    atom_of_cell = {int(cell): int(atom) for cell, atom in zip(cell_of, atom_of, strict=True)}
    for one, other, metres in borders(cells, area):
        a, b = atom_of_cell[one], atom_of_cell[other]
        if a != b:
            strength = metres * (SAME_GROUP if groups[a] and groups[a] == groups[b] else 1.0)
            network.join(a, b, strength)
    return Ground(homes, cells, cell_of, atom_of, network)


def _atoms(homes: Sequence[Home], cell_of: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Homes of one estate together, unless it is too large; homes of one position always."""
    sums: dict[str, int] = {}
    for home in homes:
        sums[home.group] = sums.get(home.group, 0) + home.households
    root = list(range(int(cell_of.max()) + 1))

    def find(cell: int) -> int:
        while root[cell] != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    first: dict[str, int] = {}
    for home, cell in zip(homes, cell_of, strict=True):
        if home.group and sums[home.group] <= bounds.highest:
            root[find(int(cell))] = find(first.setdefault(home.group, int(cell)))
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(find(int(cell)), len(numbers)) for cell in cell_of])


def propose(ground: Ground, bounds: Bounds) -> Plan:
    """Grids of whole atoms, each connected, as near to the bounds as they can be brought.

    Ground that is cut apart by water or a border is divided part by part.
    """
    grid_of = [-1] * len(ground.network.weights)
    count = 0
    for part in components(ground.network, range(len(grid_of))):
        found = _best(ground.network, sorted(part), bounds)
        for atom, grid in found.items():
            grid_of[atom] = count + grid
        count += max(found.values()) + 1
    return _numbered(ground, grid_of, bounds)


def _best(network: Network, atoms: list[int], bounds: Bounds) -> dict[int, int]:
    """The best of several divisions of one connected piece: fewest grids outside the bounds, then
    fewest households beyond them. The first that misses nothing is taken."""
    part = network.part(atoms)
    counts = _counts(sum(part.weights), len(atoms), bounds)
    best: list[int] = []
    least = (len(atoms) + 1, 0)
    for seed in range(TRIES if len(atoms) <= FEW else TRIES // 2):
        for parts in counts:
            found = repair(part, _divide(part, parts, seed), bounds)
            misses = [bounds.miss(households) for households in part.sums(found).values()]
            missed = (sum(miss > 0 for miss in misses), sum(misses))
            if missed < least:
                best, least = found, missed
            if least == (0, 0) or len(atoms) == 1:
                return dict(zip(atoms, best, strict=True))
    return dict(zip(atoms, best, strict=True))


def _counts(households: int, atoms: int, bounds: Bounds) -> list[int]:
    """Numbers of grids worth trying, the likeliest first; few where one try takes long."""
    ideal = min(bounds.parts(households), atoms)
    least = max(1, -(-households // bounds.highest))
    most = max(ideal, households // bounds.lowest) + 1
    found = [parts for parts in range(min(least, ideal), most + 1) if parts <= atoms]
    return sorted(found, key=lambda parts: abs(parts - ideal))[: 9 if atoms <= FEW else 3]


def _divide(network: Network, parts: int, seed: int) -> list[int]:
    """METIS on one connected piece."""
    if parts == 1:
        return [0] * len(network.weights)
    starts, ends, strengths = [0], [], []
    for neighbours in network.neighbours:
        for other, metres in sorted(neighbours.items()):
            ends.append(other)
            strengths.append(max(1, round(metres / METRES_A_UNIT)))
        starts.append(len(ends))
    _cut, grids = pymetis.part_graph(
        parts,
        pymetis.CSRAdjacency(starts, ends),
        vweights=[max(1, weight) for weight in network.weights],
        eweights=strengths,
        recursive=False,
        options=pymetis.Options(contig=1, seed=seed),
    )
    return [int(grid) for grid in grids]


def _numbered(ground: Ground, grid_of: list[int], bounds: Bounds) -> Plan:
    """Grids counted from north-west, so that numbers mean something to who reads the map."""
    middles: dict[int, list[tuple[float, float]]] = {}
    for home, atom in zip(ground.homes, ground.atom_of, strict=True):
        middles.setdefault(grid_of[atom], []).append((home.lon, home.lat))
    order = sorted(middles, key=lambda g: (-_mean(middles[g], 1), _mean(middles[g], 0)))
    number = {grid: at for at, grid in enumerate(order)}
    numbered = [number[grid] for grid in grid_of]
    sums = ground.network.sums(numbered)
    return Plan(numbered, sum(bounds.miss(total) > 0 for total in sums.values()))


def _mean(points: list[tuple[float, float]], axis: int) -> float:
    return sum(point[axis] for point in points) / len(points)


def move(ground: Ground, grid_of: list[int], *, atom: int, to: int, bounds: Bounds) -> Plan:
    """The plan with one atom in a neighbouring grid.

    ValueError "far" when that grid is no neighbour, "apart" when the old one would fall apart,
    "empty" when it would have no home left.
    """
    network, source = ground.network, grid_of[atom]
    if source == to or all(grid_of[other] != to for other in network.neighbours[atom]):
        raise ValueError("far")
    rest = {other for other, grid in enumerate(grid_of) if grid == source} - {atom}
    if not rest:
        raise ValueError("empty")
    if not keeps_together(network, rest, network.neighbours[atom]):
        raise ValueError("apart")
    changed = list(grid_of)
    changed[atom] = to
    sums = network.sums(changed)
    return Plan(changed, sum(bounds.miss(total) > 0 for total in sums.values()))
