"""`demo.yaml: relations`: how many of each relation the demo makes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TemporaryCounts(_Shape):
    """QJ-02: so many general branches and branches, with exactly so many members in them."""

    general_branches: Count = 0
    branches: Count = 0
    in_service: Count = 0
    returned: Count = 0
    reason: str = "防汛应急（示例）"


class Plan(_Shape):
    """A programme: name, document and task areas."""

    name: str
    basis: str
    tasks: Annotated[list[str], Field(min_length=1)]


class RelationCounts(_Shape):
    """Everything optional: without it a small example is made.

    `members`: kind of joint body → members in all of them together (grand_committee: 114).
    `member_kinds`: kinds of bodies that become members. `covered`: kind → how many have a Party
    organisation (property: 135). `orphan_…`: places that nobody answers for, for the map.
    """

    members: dict[str, Count] | None = None
    member_kinds: list[str] = ["unit"]
    covered: dict[str, Count] = {}
    leader_pairings: Count = 6
    unit_pairings: Count = 18
    agreements: Count = 12
    expiring: Count = 4
    cross_share: Share = 0.82
    posts_most: Count = 400
    orphan_areas: Count = 0
    orphan_grids: Count = 5
    temporary: TemporaryCounts = TemporaryCounts()
    programmes: list[Plan] = []
