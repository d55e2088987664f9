"""A graph of atoms, and mending a partition of it: within bounds first, then short borders.

Local search by single moves over borders; a grid never falls apart and never becomes empty,
except that one that is too small may be taken over whole by a neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .values import Bounds

PASSES = 80
SWAPPED = 80  # atoms of a grid in which swaps are tried


@dataclass
class Network:
    """Households of each atom, and the strength of its border with each neighbour."""

    weights: list[int]
    neighbours: list[dict[int, float]]

    def join(self, one: int, other: int, strength: float) -> None:
        """Add to a common border."""
        self.neighbours[one][other] = self.neighbours[one].get(other, 0.0) + strength
        self.neighbours[other][one] = self.neighbours[other].get(one, 0.0) + strength

    def part(self, atoms: list[int]) -> Network:
        """The network of some atoms alone, numbered in their order."""
        number = {atom: at for at, atom in enumerate(atoms)}
        return Network(
            [self.weights[atom] for atom in atoms],
            [
                {number[o]: s for o, s in self.neighbours[atom].items() if o in number}
                for atom in atoms
            ],
        )

    def sums(self, grid_of: list[int]) -> dict[int, int]:
        """Households by grid."""
        found: dict[int, int] = {}
        for atom, grid in enumerate(grid_of):
            found[grid] = found.get(grid, 0) + self.weights[atom]
        return found


def components(network: Network, atoms: Iterable[int]) -> list[set[int]]:
    """Connected pieces of some atoms."""
    left = set(atoms)
    found = []
    while left:
        piece = _reached(network, left, min(left))
        left -= piece
        found.append(piece)
    return found


def keeps_together(network: Network, rest: set[int], around: Iterable[int]) -> bool:
    """Whether `rest` is still one piece after an atom left whose neighbours were `around`."""
    border = [atom for atom in around if atom in rest]
    if len(border) < 2:
        return True  # it was one piece with the atom, which hung on by one
    piece = _reached(network, rest, border[0])
    return all(atom in piece for atom in border)


def _reached(network: Network, allowed: set[int], start: int) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in network.neighbours[waiting.pop()]:
            if other in allowed and other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def repair(network: Network, grid_of: list[int], bounds: Bounds) -> list[int]:
    """A partition with the same or fewer misses; every grid is one piece and has an atom."""
    state = _State(network, _whole(network, grid_of), bounds)
    for _pass in range(PASSES):
        moved = state.pass_over(list(range(len(grid_of))))
        if moved or state.exchange() or state.merge_smallest() or state.split_largest():
            continue
        break
    numbers: dict[int, int] = {}
    return [numbers.setdefault(grid, len(numbers)) for grid in state.grid_of]


def _whole(network: Network, grid_of: list[int]) -> list[int]:
    """Every piece a grid of its own: METIS promises pieces in one, this makes sure."""
    found = [-1] * len(grid_of)
    members: dict[int, set[int]] = {}
    for atom, grid in enumerate(grid_of):
        members.setdefault(grid, set()).add(atom)
    number = 0
    for atoms in members.values():
        for piece in components(network, atoms):
            for atom in piece:
                found[atom] = number
            number += 1
    return found


class _State:
    def __init__(self, network: Network, grid_of: list[int], bounds: Bounds) -> None:
        self.network, self.grid_of, self.bounds = network, grid_of, bounds
        self.sums = network.sums(grid_of)
        self.members: dict[int, set[int]] = {}
        for atom, grid in enumerate(grid_of):
            self.members.setdefault(grid, set()).add(atom)
        self.next = max(self.members, default=-1) + 1
        self.tried: set[frozenset[int]] = set()

    def pass_over(self, atoms: list[int]) -> int:
        """Make every single move that helps; returns how many."""
        moved = 0
        for atom in atoms:
            to = self._best(atom)
            if to is not None:
                self._move(atom, to)
                moved += 1
        return moved

    def _best(self, atom: int) -> int | None:
        home = self.grid_of[atom]
        there: dict[int, float] = {}
        for other, strength in self.network.neighbours[atom].items():
            there[self.grid_of[other]] = there.get(self.grid_of[other], 0.0) + strength
        inside = there.pop(home, 0.0)
        best, gain = None, (0, 0.0)
        for grid, strength in there.items():
            helps = self._helps(atom, home, grid)
            found = (helps, strength - inside)
            if (helps > 0 or (helps == 0 and found[1] > 1e-6)) and found > gain:
                best, gain = grid, found
        if best is None or len(self.members[home]) == 1:
            return None
        rest = self.members[home] - {atom}
        return best if keeps_together(self.network, rest, self.network.neighbours[atom]) else None

    def _helps(self, atom: int, home: int, grid: int) -> int:
        """By how many households two grids together come nearer to their bounds."""
        weight, miss = self.network.weights[atom], self.bounds.miss
        before = miss(self.sums[home]) + miss(self.sums[grid])
        return before - miss(self.sums[home] - weight) - miss(self.sums[grid] + weight)

    def _move(self, atom: int, to: int) -> None:
        home, weight = self.grid_of[atom], self.network.weights[atom]
        self.members[home].discard(atom)
        self.members[to].add(atom)
        self.sums[home] -= weight
        self.sums[to] += weight
        self.grid_of[atom] = to

    def exchange(self) -> bool:
        """Swap two atoms of neighbouring grids, one of which is outside its bounds, when that
        helps: where atoms are whole estates a single move is often too coarse."""
        for grid in sorted(self.members):
            if not self.bounds.miss(self.sums[grid]) or len(self.members[grid]) > SWAPPED:
                continue
            for atom in sorted(self.members[grid]):
                for other in sorted(self._beside(grid)):
                    if self._swap_helps(atom, other) and self._swap_holds(atom, other):
                        here, there = self.grid_of[atom], self.grid_of[other]
                        self._move(atom, there)
                        self._move(other, here)
                        return True
        return False

    def _beside(self, grid: int) -> set[int]:
        """Atoms of other grids at the border of a grid."""
        return {
            other for atom in self.members[grid] for other in self.network.neighbours[atom]
            if self.grid_of[other] != grid
        }  # fmt: skip

    def _swap_helps(self, one: int, other: int) -> bool:
        here, there = self.sums[self.grid_of[one]], self.sums[self.grid_of[other]]
        shift, miss = self.network.weights[other] - self.network.weights[one], self.bounds.miss
        return miss(here + shift) + miss(there - shift) < miss(here) + miss(there)

    def _swap_holds(self, one: int, other: int) -> bool:
        """Whether both grids would be in one piece."""
        for goes, comes in ((one, other), (other, one)):
            after = (self.members[self.grid_of[goes]] - {goes}) | {comes}
            if len(after) > SWAPPED or len(components(self.network, after)) != 1:
                return False
        return True

    def merge_smallest(self) -> bool:
        """Give a grid that is too small to a neighbour, when both together miss less."""
        for grid in sorted(self.members, key=lambda g: (self.sums[g], g)):
            if self.sums[grid] >= self.bounds.lowest:
                return False
            around = {
                self.grid_of[other] for atom in self.members[grid]
                for other in self.network.neighbours[atom]
            } - {grid}  # fmt: skip
            miss = self.bounds.miss
            for other in sorted(around, key=lambda g: (self.sums[g], g)):
                together = miss(self.sums[grid] + self.sums[other])
                if together < miss(self.sums[grid]) + miss(self.sums[other]):
                    for atom in list(self.members[grid]):
                        self._move(atom, other)
                    del self.members[grid], self.sums[grid]
                    return True
        return False

    def split_largest(self) -> bool:
        """Divide a grid that is too large in two, when that misses less; each set tried once."""
        for grid in sorted(self.members, key=lambda g: (-self.sums[g], g)):
            if self.sums[grid] <= self.bounds.highest:
                return False
            atoms = frozenset(self.members[grid])
            if len(atoms) < 2 or atoms in self.tried:
                continue
            self.tried.add(atoms)
            part = self._grown(atoms)
            one = sum(self.network.weights[atom] for atom in part)
            miss = self.bounds.miss
            if miss(one) + miss(self.sums[grid] - one) < miss(self.sums[grid]):
                self.members[self.next], self.sums[self.next] = set(), 0
                for atom in part:
                    self._move(atom, self.next)
                self.next += 1
                return True
        return False

    def _grown(self, atoms: frozenset[int]) -> set[int]:
        """About half of a grid, grown from its border, both halves in one piece."""
        total = sum(self.network.weights[atom] for atom in atoms)
        start = min(atoms, key=lambda a: (sum(o in atoms for o in self.network.neighbours[a]), a))
        part, size = {start}, self.network.weights[start]
        while size < total / 2:
            rim = {o for a in part for o in self.network.neighbours[a] if o in atoms} - part
            for atom in sorted(rim, key=lambda a: -self._pull(a, part)):
                rest = set(atoms) - part - {atom}
                if rest and len(components(self.network, rest)) == 1:
                    part.add(atom)
                    size += self.network.weights[atom]
                    break
            else:
                break
        rest = set(atoms) - part
        return part if rest and len(components(self.network, rest)) == 1 else set()

    def _pull(self, atom: int, part: set[int]) -> float:
        return sum(s for other, s in self.network.neighbours[atom].items() if other in part)
