"""A plan of grids, opened: its row read again with the ground that it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from gongzhi.areas import selectors
from gongzhi.areas.models import GridPlan
from gongzhi.areas.planning import Bounds, Ground, Home, lay_ground
from gongzhi.areas.policies import check_may_change
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.geometry import to_shape
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache

# A page of a plan asks for it three times; laying the ground of 30,000 doors takes seconds.
_grounds: TtlCache[tuple[int, int], Ground] = TtlCache(seconds=600, size=4)


@dataclass(frozen=True)
class OpenPlan:
    """A plan with its ground, read again from its row."""

    row: GridPlan
    area: AreaRef
    shape: BaseGeometry
    homes: list[Home]
    bounds: Bounds
    ground: Ground
    grid_of: list[int]  # by atom

    @property
    def grids(self) -> list[int]:
        """The proposed grid of each home."""
        return [self.grid_of[atom] for atom in self.ground.atom_of]


def open_plan(*, actor: Actor, plan_id: int) -> OpenPlan:
    """A plan to look at or to change. Denied; NotFound."""
    check_may_change(actor)
    row = GridPlan.objects.filter(pk=plan_id).first()
    area = selectors.area_by_id(row.area_id) if row else None
    if row is None or row.status == GridPlan.DISCARDED or area is None or area.shape is None:
        raise NotFound
    homes = [Home.from_json(found) for found in row.homes]
    bounds, shape = Bounds(row.lowest, row.highest), to_shape(area.shape)
    ground = _ground(plan_id, homes, shape, bounds)
    grid_of = [0] * len(ground.network.weights)
    for atom, grid in zip(ground.atom_of, row.assignment, strict=True):
        grid_of[atom] = grid
    return OpenPlan(row, area, shape, homes, bounds, ground, grid_of)


def _ground(plan_id: int, homes: list[Home], shape: BaseGeometry, bounds: Bounds) -> Ground:
    """The ground of a plan: its homes never change, the shape of its area may."""
    key = (plan_id, hash((shape.wkb, tuple(homes), bounds)))
    return _grounds.get(key, lambda: lay_ground(homes, shape, bounds))
