"""What a plan is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Home:
    """A building or door with its households. `group` is the estate or street side that must stay
    together, empty for none. Degrees, WGS 84. `line` is the row of the file."""

    line: int
    address: str
    lon: float
    lat: float
    households: int
    group: str = ""

    def as_json(self) -> list[Any]:
        return [self.line, self.address, self.lon, self.lat, self.households, self.group]

    @classmethod
    def from_json(cls, found: list[Any]) -> Home:
        return cls(*found)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Households that a grid shall hold, both ends included. Rules: about 300 to 500."""

    lowest: int = 300
    highest: int = 500

    def miss(self, households: int) -> int:
        """By how many households a grid is outside."""
        return max(self.lowest - households, households - self.highest, 0)

    def parts(self, households: int) -> int:
        """Into how many grids so many households go best; at least one."""
        least = -(-households // self.highest)
        most = max(1, households // self.lowest)
        ideal = round(households / ((self.lowest + self.highest) / 2))
        return max(1, least, min(ideal, max(most, least)))
