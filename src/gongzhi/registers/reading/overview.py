"""Which registers somebody sees, and how many rows of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.reach import CENSUS_ROLES, KEEPER_ROLES, PEOPLE_ROLES, PLACE_ROLES

MOST: Final = 10_000  # more is not counted for a tile
PLACE_SEERS: Final = PLACE_ROLES | KEEPER_ROLES
# Whoever sees any register at all.
SEERS: Final = PLACE_SEERS | CENSUS_ROLES


@dataclass(frozen=True)
class Tile:
    """One register with the number of its rows in scope; `more` when there are yet more."""

    register: Register
    count: int
    more: bool

    @property
    def shown(self) -> str:
        return f"{self.count}+" if self.more else str(self.count)


def sees(actor: Actor, register: Register) -> bool:
    """Whether any post of the actor reaches rows of this register."""
    if register.readers:
        return actor.has_role(*register.readers)
    if register.key == "people":
        return actor.has_role(*PEOPLE_ROLES)
    if register.key in {"homes", "buildings"}:
        return actor.has_role(*PLACE_ROLES)
    return actor.has_role(*PLACE_SEERS)


def tiles(actor: Actor) -> list[Tile]:
    """One query a register, each stopping at ten thousand."""
    found = []
    for register in REGISTERS.values():
        if sees(actor, register):
            rows = register.model.objects.visible_to(actor).standing()
            count = rows[: MOST + 1].count()
            found.append(Tile(register, min(count, MOST), count > MOST))
    return found
