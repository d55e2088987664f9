"""`demo.yaml: venues`: how many stations, rooms and groups the demo makes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0, le=5000)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stations(_Shape):
    """So many of a kind, spread over communities or grids; or one in each community of `at`.

    `checklist` gives each the rooms of the checklist, of which some are left out; `rooms` are
    kinds of rooms that each has besides, and that can be booked.
    """

    kind: str
    suffix: str
    total: Count = 0
    over: Literal["community", "grid"] = "community"
    at: list[str] = []
    functions: list[str] = []
    rooms: list[str] = []
    checklist: bool = False


class Spread(_Shape):
    """So many rooms of these kinds in turn, spread over all stations."""

    kinds: list[str] = []
    total: Count = 0


class VenueCounts(_Shape):
    """Everything optional: without it a small example is made."""

    stations: list[Stations] = [
        Stations(
            kind="service_station", suffix="服务站", total=6, functions=["services"],
            rooms=["tea_room"], checklist=True,
        )
    ]  # fmt: skip
    spread: Spread = Spread()
    groups: Count = 4
    activities: Count = 8
