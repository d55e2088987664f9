"""Proposing grids (pure): homes with positions and households in, contiguous balanced grids out.

Homes become cells (Voronoi), cells of one estate or street side become one atom, atoms with
common borders a graph; METIS cuts it, a repair of our own mends what it leaves outside the bounds.
"""

from gongzhi.areas.planning.measures import Measures, measure
from gongzhi.areas.planning.propose import Ground, Plan, lay_ground, move, propose
from gongzhi.areas.planning.shapes import grid_shapes
from gongzhi.areas.planning.values import Bounds, Home

__all__ = [
    "Bounds",
    "Ground",
    "Home",
    "Measures",
    "Plan",
    "grid_shapes",
    "lay_ground",
    "measure",
    "move",
    "propose",
]
