"""The eight registers, by key."""

from __future__ import annotations

from typing import Final

from .base import Draft, Field, Register, Writing
from .buildings import BUILDINGS
from .homes import HOMES
from .members import MEMBERS
from .people import PEOPLE
from .talent import TALENT
from .things import DEVICES, FACILITIES
from .units import UNITS

REGISTERS: Final[dict[str, Register]] = {
    one.key: one for one in (PEOPLE, HOMES, BUILDINGS, UNITS, FACILITIES, DEVICES, MEMBERS, TALENT)
}

__all__ = ["REGISTERS", "Draft", "Field", "Register", "Writing"]
